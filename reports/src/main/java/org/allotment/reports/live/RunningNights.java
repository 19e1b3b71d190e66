package org.allotment.reports.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.model.live.RunningNight.Origin;
import org.allotment.reports.model.live.RunningNight.Reach;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.live.RunningTable;
import org.jspecify.annotations.Nullable;

/** The nights that run now, as they last said. */
public final class RunningNights {
    /** So long after the unit of work should have ended nobody waits any more. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration KEPT = Duration.ofDays(1);
    private static final int MOST = 100;

    private final RunningTable table;
    private final Clock clock;

    /** Over an open store. */
    public RunningNights(Store store, Clock clock) {
        this.table = new RunningTable(store);
        this.clock = clock;
    }

    /**
     * Takes what a run says.
     *
     * @return false if so many others of its project are said to run that this cannot be true
     */
    public boolean hear(Word word) {
        Instant now = clock.instant();
        table.dropBefore(now.minus(KEPT));
        Duration remaining = word.remaining();
        Origin origin = word.origin();
        // Its clock need not be ours.
        Instant started = origin.started().isAfter(now) ? now : origin.started();
        return table.put(
                new RunningNight(
                        word.key(),
                        new Origin(
                                origin.kind(),
                                origin.profile(),
                                origin.branch(),
                                origin.commit(),
                                origin.machine(),
                                started),
                        new Reach(
                                word.done(),
                                word.total(),
                                word.failed(),
                                word.unit(),
                                remaining == null ? null : now.plus(remaining)),
                        now,
                        now.plus(word.unitTakes().multipliedBy(2)).plus(PATIENCE)),
                MOST);
    }

    /** A run has ended without landing. */
    public void forget(RunningNight.Key key) {
        table.remove(key);
    }

    /**
     * The runs that go on, in the order of their starts.
     *
     * @param project null for all
     */
    public List<RunningNight> list(@Nullable String project) {
        return table.list(project, clock.instant().minus(KEPT));
    }

    /** The present moment, by the clock that tells silence. */
    public Instant now() {
        return clock.instant();
    }
}
