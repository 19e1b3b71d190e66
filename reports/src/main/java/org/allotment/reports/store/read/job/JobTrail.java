package org.allotment.reports.store.read.job;

import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.job.JobQuery;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Jobs by what they concern, the newest first, each question in one reading transaction. */
public final class JobTrail {
    private static final int MOST = 50;

    private final Store store;

    /** Over an open store. */
    public JobTrail(Store store) {
        this.store = store;
    }

    /**
     * The confirmations of an incident: a change of level names its job, and a red verdict is asked about with the run that
     * showed it or showed it last.
     *
     * @param only the one project of the caller, null for all
     */
    public List<Job> ofIncident(long incident, @Nullable String only) {
        return store.read(handle -> jobs(
                handle,
                only,
                handle.createQuery("""
                        SELECT DISTINCT j.id FROM incident i JOIN incident_sign g ON g.incident_id = i.id
                        JOIN job j ON j.series_id = g.series_id LEFT JOIN change_point c ON c.id = g.change_id
                        WHERE i.id = :incident AND j.kind = 'confirm' AND (c.job_id = j.id
                         OR (g.change_id IS NULL AND j.worse = i.worse AND j.run_id IN (g.run_id, g.seen_run_id)))
                        ORDER BY j.id DESC LIMIT :most""")
                        .bind("incident", incident)
                        .bind("most", MOST)
                        .mapTo(Long.class)
                        .list()));
    }

    /** The jobs that measured a commit, as base or as head; of one project. */
    public List<Job> ofCommit(String project, String sha) {
        return store.read(handle -> jobs(
                handle,
                project,
                handle.createQuery("""
                        SELECT j.id FROM job j JOIN project p ON p.id = j.project_id
                        WHERE p.name = :project AND (j.base_sha = :sha OR j.head_sha = :sha)
                        ORDER BY j.id DESC LIMIT :most""")
                        .bind("project", project)
                        .bind("sha", sha)
                        .bind("most", MOST)
                        .mapTo(Long.class)
                        .list()));
    }

    /** The jobs about figures of a machine class; {@code only} as above. */
    public List<Job> ofMachine(long machine, @Nullable String only) {
        return store.read(handle -> jobs(
                handle,
                only,
                handle.createQuery("""
                        SELECT j.id FROM job j JOIN series s ON s.id = j.series_id WHERE s.env_class_id = :machine
                        ORDER BY j.id DESC LIMIT :most""")
                        .bind("machine", machine)
                        .bind("most", MOST)
                        .mapTo(Long.class)
                        .list()));
    }

    private static List<Job> jobs(Handle handle, @Nullable String only, List<Long> ids) {
        return ids.stream()
                .map(id -> JobQuery.one(handle, id, only))
                .flatMap(Optional::stream)
                .toList();
    }
}
