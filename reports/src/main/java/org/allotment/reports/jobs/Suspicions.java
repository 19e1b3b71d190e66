package org.allotment.reports.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.allotment.reports.detect.Verdicts;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.job.JobTable;
import org.allotment.reports.store.job.SuspectQuery;
import org.allotment.reports.store.job.SuspectQuery.Suspect;
import org.jdbi.v3.core.Handle;

/**
 * Makes jobs of what the newest runs show to be worse: suspects of nights, and changes of level. What is a day old is
 * history: an import of years asks nothing.
 */
public final class Suspicions {
    private static final Duration NEWS = Duration.ofDays(1);
    private static final double HALF = 0.5;

    private final Store store;
    private final Clock clock;
    private final JobSettings settings;

    /** Over an open store. */
    public Suspicions(Store store, Clock clock, JobSettings settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** Asks about all that nobody asked about yet; returns how many questions there are more. */
    public int ask() {
        Instant now = clock.instant();
        Instant since = now.minus(NEWS);
        boolean any = store.read(handle -> {
            SuspectQuery query = new SuspectQuery(handle);
            return !query.findings(since).isEmpty() || !query.changes(since).isEmpty();
        });
        return any ? store.write(handle -> ask(handle, since, now)) : 0;
    }

    private int ask(Handle handle, Instant since, Instant now) {
        SuspectQuery query = new SuspectQuery(handle);
        int asked = 0;
        for (Suspect suspect : query.findings(since)) {
            if (query.asked(suspect.runId()) < settings.mostOfARun()) {
                new JobTable(handle).ask(asked(suspect), now);
                asked++;
            }
        }
        List<Suspect> changes = query.changes(since);
        for (Suspect suspect : changes) {
            Long change = suspect.changeId();
            Long known = query.known(suspect).orElse(null);
            if (change != null && known != null) {
                query.link(change, known);
            } else if (change != null && query.asked(suspect.runId()) < settings.mostOfARun()) {
                query.link(change, new JobTable(handle).ask(asked(suspect), now));
                asked++;
            }
        }
        return asked;
    }

    private JobTable.Asked asked(Suspect suspect) {
        double half = suspect.smallest() * HALF;
        double effect = Double.isNaN(half) ? Verdicts.LEAST_CHANGE : Math.max(Verdicts.LEAST_CHANGE, half);
        return new JobTable.Asked(
                suspect.projectId(),
                Question.Kind.CONFIRM,
                suspect.seriesId(),
                suspect.runId(),
                suspect.range(),
                true,
                effect,
                settings.forks(),
                null);
    }
}
