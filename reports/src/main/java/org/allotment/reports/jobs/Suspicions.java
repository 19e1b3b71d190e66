package org.allotment.reports.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.allotment.reports.detect.Verdicts;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreUnavailableException;
import org.allotment.reports.store.job.JobTable;
import org.allotment.reports.store.job.SuspectQuery;
import org.allotment.reports.store.job.SuspectQuery.Bounds;
import org.allotment.reports.store.job.SuspectQuery.Suspect;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Makes jobs of what the newest runs show to be worse: suspects of nights, and changes of level. What is a day old is
 * history: an import of years asks nothing.
 */
public final class Suspicions {
    private static final Logger LOG = Logger.getLogger(Suspicions.class);
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
        return ask(Reach.EVERYWHERE);
    }

    /**
     * The same of some projects: what nobody can answer would only hold notices back. A project that cannot be asked about stops no other:
     * it is logged, and the next call tries again.
     */
    public int ask(Reach reach) {
        int asked = 0;
        for (String project : reach.everywhere() ? store.read(SuspectQuery::projects) : reach.projects()) {
            try {
                asked += ask(project);
            } catch (StoreUnavailableException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warnf(e, "nobody is asked about a project this time, project=%s", project);
            }
        }
        return asked;
    }

    private int ask(String project) {
        Instant now = clock.instant();
        Bounds bounds = bounds(project, now);
        boolean any = store.read(handle -> {
            SuspectQuery query = new SuspectQuery(handle, bounds);
            return !query.findings().isEmpty()
                    || !query.changes().isEmpty()
                    || !query.known().isEmpty();
        });
        return any ? store.write(handle -> ask(handle, bounds, now)) : 0;
    }

    /** Asks about one project, if somebody may answer, within the caller's transaction. */
    public int askWithin(Handle handle, String project, Reach reach) {
        Instant now = clock.instant();
        return reach.covers(project) ? ask(handle, bounds(project, now), now) : 0;
    }

    private Bounds bounds(String project, Instant now) {
        return new Bounds(now.minus(NEWS), settings.mostOfARun(), project);
    }

    private int ask(Handle handle, Bounds bounds, Instant now) {
        SuspectQuery query = new SuspectQuery(handle, bounds);
        int asked = 0;
        for (Suspect suspect : query.findings()) {
            new JobTable(handle).ask(asked(suspect), now);
            asked++;
        }
        query.known().forEach(query::link);
        for (Suspect suspect : query.changes()) {
            query.link(Objects.requireNonNull(suspect.changeId()), new JobTable(handle).ask(asked(suspect), now));
            asked++;
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
