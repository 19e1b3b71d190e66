package org.allotment.reports.triage;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.incident.IncidentTable;
import org.allotment.reports.store.incident.IncidentTable.Standing;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people make of incidents. */
public final class Triage {
    private final Store store;
    private final Clock clock;

    /** Over an open store. */
    public Triage(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Who, and from where. */
    public record Actor(String name, @Nullable Long tokenId, String remote) {}

    /**
     * Does all of a wish or nothing.
     *
     * @param only the one project that is open to the actor, null for all
     * @return its version afterwards, or nothing where there is no such incident
     * @throws StaleException if the wish was made for another version
     */
    public Optional<Integer> change(long id, @Nullable String only, Wish wish, Actor actor) {
        return store.write(handle -> {
            IncidentTable table = new IncidentTable(handle);
            Optional<Standing> found = table.standing(id).filter(each -> only == null || only.equals(each.project()));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Standing was = found.get();
            if (was.version() != wish.version()) {
                throw new StaleException(id, wish.version(), was.version());
            }
            Standing now = changed(was, wish);
            if (now.equals(was) && wish.comment() == null) {
                return Optional.of(was.version());
            }
            table.put(now);
            tell(handle, was, now, wish, actor);
            if (now.state() != IncidentState.NEW) {
                table.freeze(id);
            }
            return Optional.of(was.version() + 1);
        });
    }

    private static Standing changed(Standing was, Wish wish) {
        return new Standing(
                was.id(),
                was.project(),
                wish.state() == null ? was.state() : wish.state(),
                value(wish.owner(), was.owner()),
                value(wish.issue(), was.issue()),
                was.version());
    }

    private static @Nullable String value(@Nullable String wanted, @Nullable String was) {
        if (wanted == null) {
            return was;
        }
        return wanted.isEmpty() ? null : wanted;
    }

    private void tell(Handle handle, Standing was, Standing now, Wish wish, Actor actor) {
        Journal journal = new Journal(handle, clock.millis());
        if (was.state() != now.state()) {
            journal.tell(was, actor, "state", was.state().word(), now.state().word());
        }
        if (!Objects.equals(was.owner(), now.owner())) {
            journal.tell(was, actor, "owner", was.owner(), now.owner());
        }
        if (!Objects.equals(was.issue(), now.issue())) {
            journal.tell(was, actor, "issue", was.issue(), now.issue());
        }
        if (wish.comment() != null) {
            journal.tell(was, actor, "comment", null, wish.comment());
        }
    }
}
