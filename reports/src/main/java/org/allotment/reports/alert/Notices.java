package org.allotment.reports.alert;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.allotment.reports.store.Store;

/** Says what is to be said; any number of servers may do so over one store. */
public final class Notices {
    private final Outbox outbox;
    private final Map<String, Channel> channels;

    /** Over an open store, where nothing is confirmed before it is said. */
    public Notices(Store store, Clock clock, List<Channel> channels) {
        this(store, clock, channels, Questions.NONE);
    }

    /** Over an open store; what the questions hold is not said. */
    public Notices(Store store, Clock clock, List<Channel> channels, Questions questions) {
        this.outbox = new Outbox(store, clock, questions);
        this.channels = channels.stream().collect(Collectors.toMap(Channel::name, Function.identity()));
    }

    /**
     * One round: sends what is due.
     *
     * @return how many notices arrived
     */
    public int round() throws InterruptedException {
        if (channels.isEmpty()) {
            return 0;
        }
        outbox.post(channels.keySet());
        int arrived = 0;
        Optional<Outbox.Claim> next = outbox.claim(channels.keySet());
        while (next.isPresent()) {
            arrived += sent(next.get()) ? 1 : 0;
            next = outbox.claim(channels.keySet());
        }
        return arrived;
    }

    private boolean sent(Outbox.Claim claim) throws InterruptedException {
        try {
            String delivery = "allotment-" + claim.incident().runId() + "-" + claim.notice();
            Objects.requireNonNull(channels.get(claim.channel())).send(delivery, claim.incident());
        } catch (IOException e) {
            outbox.failed(claim);
            return false;
        }
        outbox.sent(claim);
        return true;
    }
}
