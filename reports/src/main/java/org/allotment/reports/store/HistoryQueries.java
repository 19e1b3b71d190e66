package org.allotment.reports.store;

import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.model.history.StressMatrix;
import org.jspecify.annotations.Nullable;

/**
 * The questions that pages and the API ask. Each call sees one moment of the store. Absent things are empty
 * answers; {@link StoreUnavailableException} says that the store cannot be reached.
 */
public interface HistoryQueries {
    /** Projects with their branches, by name; the branch of the newest run of a project comes first. */
    List<Project> projects();

    /** The latest night of one branch; {@link Overview#latest()} is null when nothing was stored. */
    Overview overview(String project, String branch, RowFilter filter);

    /** Runs, newest first. */
    List<RunSummary> runs(RunFilter filter);

    /** Number of runs that {@link #runs} finds without paging. */
    int countRuns(RunFilter filter);

    /** One run by the dashboard's id, without sparklines. */
    Optional<RunDetail> run(String id);

    /** How one run went, without its results. */
    Optional<RunDetail.Course> course(String id);

    /** One series with at most its newest {@code limit} runs. */
    default Optional<SeriesHistory> series(long id, int limit) {
        return series(id, limit, limit);
    }

    /** The same, of which only the newest {@code sampled} runs have the means of their forks, for they are most of what is to be read. */
    Optional<SeriesHistory> series(long id, int limit, int sampled);

    /** Changes of level of one series, oldest first; those that were taken back only when asked for. */
    List<SeriesChange> changes(long seriesId, boolean retracted);

    /** Raw samples of one series, by run, for at most its newest {@code limit} runs. */
    List<RawResult> rawResults(long seriesId, int limit);

    /** Other metrics of the same variant, environment class and branch, the series itself left out. */
    List<Sibling> siblings(long seriesId);

    /** Litmus tests × the newest {@code nights} runs that have any. */
    StressMatrix stressMatrix(String project, String branch, int nights);

    /** One litmus test over its newest {@code nights} runs. */
    Optional<StressHistory> stressTest(long testId, int nights);

    /** The id of a litmus test by its name. */
    Optional<Long> stressTestId(String project, String name);

    /** A project and its branches. */
    record Project(String name, List<String> branches) {}

    /** Another metric of the same variant. */
    record Sibling(long seriesId, String metric, String unit) {}

    /** Which rows of the overview: text is sought in the label, case is ignored; 1 ≤ limit ≤ 10,000. */
    record RowFilter(String text, @Nullable String state, int offset, int limit) {
        /** Everything. */
        public static final RowFilter ALL = new RowFilter("", null, 0, 10_000);
    }

    /** Which runs; null stands for any. */
    record RunFilter(
            @Nullable String project,
            @Nullable String branch,
            @Nullable String kind,
            int offset,
            int limit) {}
}
