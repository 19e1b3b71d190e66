package org.allotment.reports.triage;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreUnavailableException;
import org.allotment.reports.store.incident.IncidentTable;
import org.allotment.reports.store.incident.IncidentTable.Joinable;
import org.allotment.reports.store.incident.IncidentTable.Standing;
import org.allotment.reports.store.incident.LookedRun;
import org.allotment.reports.store.incident.Scope;
import org.allotment.reports.store.incident.Showing;
import org.allotment.reports.store.incident.SightingQuery;
import org.allotment.reports.store.incident.SightingQuery.FoundChange;
import org.allotment.reports.store.incident.Stretch;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Looks at runs that came in and at changes that were found, and keeps the incidents they make. */
public final class Incidents {
    private static final Logger LOG = Logger.getLogger(Incidents.class);

    private final Store store;
    private final Clock clock;
    private final AtomicLong failures = new AtomicLong();

    /** Over an open store. */
    public Incidents(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Looks at all that is new; whoever is interrupted loses nothing, the next look finds it. A project that cannot be looked at stops no
     * other: it is logged and counted, and the next look tries again.
     *
     * @return how many projects could not be looked at
     */
    public int look() {
        int failed = 0;
        for (String project : store.read(handle -> new SightingQuery(handle).projects())) {
            try {
                while (lookAtSome(project)) {
                    // Some runs or changes of one project are one transaction: others write between them.
                }
            } catch (StoreUnavailableException e) {
                throw e;
            } catch (RuntimeException e) {
                failed++;
                LOG.warnf(e, "the incidents of a project are not kept yet, project=%s", project);
            }
        }
        failures.addAndGet(failed);
        return failed;
    }

    /** How often a project could not be looked at. */
    public long failures() {
        return failures.get();
    }

    private boolean lookAtSome(String project) {
        return store.write(handle -> {
            Look look = new Look(handle, project, clock.millis());
            boolean more = look.atRuns() || look.atChanges();
            look.tellFirsts();
            return more;
        });
    }

    /** One transaction. */
    private static final class Look {
        private final SightingQuery sightings;
        private final IncidentTable table;
        private final Journal journal;
        private final String project;
        private final long now;
        private final Set<Long> opened = new HashSet<>();

        Look(Handle handle, String project, long now) {
            this.project = project;
            this.sightings = new SightingQuery(handle);
            this.table = new IncidentTable(handle);
            this.journal = new Journal(handle, now);
            this.now = now;
        }

        /** True when there are more. */
        boolean atRuns() {
            List<LookedRun> runs = sightings.runs(project);
            runs.forEach(this::at);
            return runs.size() == SightingQuery.MOST_RUNS;
        }

        private void at(LookedRun run) {
            Set<String> seen = new HashSet<>();
            for (Showing red : sightings.reds(run.id())) {
                if (seen.add(red.subject())) {
                    at(run, red);
                }
            }
            table.closeWell(run);
            settle(run.received());
            table.looked(run.id());
        }

        private void at(LookedRun run, Showing red) {
            Optional<Long> known = table.shows(run.scope(), red.subject());
            if (known.isPresent()) {
                table.seenAgain(known.get(), red.subject(), run.id());
            } else {
                join(run, run.scope(), run.stretch(), red);
            }
        }

        /** True when there are more. */
        boolean atChanges() {
            List<FoundChange> changes = sightings.changes(project);
            for (FoundChange found : changes) {
                join(found.by(), found.scope(), found.stretch(), found.showing());
            }
            boolean more = changes.size() == SightingQuery.MOST_CHANGES;
            if (!more) {
                table.followChanges(project, now);
                settle(now);
            }
            return more;
        }

        private void join(LookedRun run, Scope scope, Stretch stretch, Showing showing) {
            Optional<Joinable> met = table.joinable(scope).stream()
                    .filter(each -> each.stretch().meets(stretch) && isOpenTo(each, showing))
                    .findFirst();
            long incident;
            if (met.isPresent()) {
                incident = met.get().id();
                table.narrow(incident, met.get().stretch().with(stretch));
            } else {
                incident = table.open(run, scope, stretch, showing);
                opened.add(incident);
            }
            table.add(incident, run, showing);
        }

        private boolean isOpenTo(Joinable incident, Showing showing) {
            return switch (incident.state()) {
                case NEW, ACKNOWLEDGED, FIXED -> true;
                case EXPECTED, INVALID -> table.knows(incident.id(), showing);
            };
        }

        /** What shows nothing any more is mended; what nobody called mended and shows again is not. */
        private void settle(long when) {
            for (Standing mended : table.closeFinished(project, when)) {
                journal.turn(mended, IncidentState.FIXED);
            }
            for (Standing again : table.shownAgain(project)) {
                journal.turn(again, IncidentState.NEW);
            }
        }

        void tellFirsts() {
            opened.forEach(table::tellSigns);
        }
    }
}
