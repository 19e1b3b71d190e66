package org.allotment.reports.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.job.JobTable;

/** Nights that landed in a store, and answers about them. */
public final class Landed {
    private final Nights nights = new Nights(42);
    private final Store store;
    private final Collector collector;

    /** Over an open store. */
    public Landed(Store store, Clock clock) {
        this.store = store;
        this.collector = new Collector(store, clock, UploadLimits.STANDARD);
    }

    /** A night whose first subject takes {@code factor} of its usual time. */
    public String night(int night, double factor) throws Exception {
        return run(Nights.environment(night, "nightly", -1), 2, factor);
    }

    /** The same of another project. */
    String night(String project, int night, double factor) throws Exception {
        String environment = Nights.environment(night, "nightly", -1)
                .replace("\"project\": \"allotment\"", "\"project\": \"" + project + "\"");
        return run(environment, 2, factor);
    }

    /** A second look of the night itself. */
    String confirm(int night, double factor) throws Exception {
        return run(Nights.environment(night, "confirm", night), 5, factor);
    }

    private String run(String environment, int forks, double factor) throws Exception {
        UploadRequest upload = new Multipart()
                .part("jmh", nights.jmh(forks, factor))
                .part("environment", environment)
                .request();
        return collector.take(upload).runId();
    }

    /** A question about a made-up range of one series that there is. */
    public long ask(String base, String head) {
        return store.write(handle -> {
            long series = handle.createQuery("SELECT min(series_id) FROM result")
                    .mapTo(Long.class)
                    .one();
            String run = handle.createQuery("SELECT min(run_id) FROM result WHERE series_id = ?")
                    .bind(0, series)
                    .mapTo(String.class)
                    .one();
            long project = handle.createQuery("SELECT project_id FROM run WHERE id = ?")
                    .bind(0, run)
                    .mapTo(Long.class)
                    .one();
            JobTable.Asked asked = new JobTable.Asked(
                    project, Question.Kind.CONFIRM, series, run, new Question.Range(base, head), true, 0.02, 8, null);
            return new JobTable(handle).ask(asked, Instant.EPOCH);
        });
    }

    /** Head costs {@code factor} of base. */
    public static Answer answer(double factor, String... commits) {
        List<List<Double>> base = new ArrayList<>();
        List<List<Double>> head = new ArrayList<>();
        for (int fork = 0; fork < 8; fork++) {
            double own = 100 + fork * 0.1;
            base.add(List.of(own, own));
            head.add(List.of(own * factor, own * factor));
        }
        return new Answer.Measured(base, head, List.of(1.0, 1.0, 1.0), List.of(commits));
    }
}
