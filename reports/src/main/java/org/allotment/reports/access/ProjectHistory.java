package org.allotment.reports.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.model.history.StressMatrix;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.RawResult;
import org.jspecify.annotations.Nullable;

/** The history as the present caller may see it: what belongs to another project is not there. */
public final class ProjectHistory implements HistoryQueries {
    private final HistoryQueries whole;
    private final Supplier<Optional<String>> only;

    /**
     * A view.
     *
     * @param only the one project of the present caller, empty for all
     */
    public ProjectHistory(HistoryQueries whole, Supplier<Optional<String>> only) {
        this.whole = whole;
        this.only = only;
    }

    @Override
    public List<Project> projects() {
        return whole.projects().stream().filter(each -> isOpen(each.name())).toList();
    }

    @Override
    public Overview overview(String project, String branch, RowFilter filter) {
        return isOpen(project)
                ? whole.overview(project, branch, filter)
                : new Overview(project, branch, null, null, List.of(), List.of(), List.of(), 0, List.of());
    }

    @Override
    public List<RunSummary> runs(RunFilter filter) {
        return isOpenOrAny(filter.project()) ? whole.runs(confined(filter)) : List.of();
    }

    @Override
    public int countRuns(RunFilter filter) {
        return isOpenOrAny(filter.project()) ? whole.countRuns(confined(filter)) : 0;
    }

    @Override
    public Optional<RunDetail> run(String id) {
        return whole.run(id).filter(found -> isOpen(found.run().project()));
    }

    @Override
    public Optional<RunDetail.Course> course(String id) {
        return only.get().isEmpty() || run(id).isPresent() ? whole.course(id) : Optional.empty();
    }

    @Override
    public Optional<SeriesHistory> series(long id, int limit, int sampled) {
        return whole.series(id, limit, sampled)
                .filter(found -> isOpen(found.series().project()));
    }

    @Override
    public List<RawResult> rawResults(long seriesId, int limit) {
        return isOpenSeries(seriesId) ? whole.rawResults(seriesId, limit) : List.of();
    }

    @Override
    public List<Sibling> siblings(long seriesId) {
        return isOpenSeries(seriesId) ? whole.siblings(seriesId) : List.of();
    }

    @Override
    public List<SeriesChange> changes(long seriesId, boolean retracted) {
        return isOpenSeries(seriesId) ? whole.changes(seriesId, retracted) : List.of();
    }

    @Override
    public StressMatrix stressMatrix(String project, String branch, int nights) {
        return isOpen(project)
                ? whole.stressMatrix(project, branch, nights)
                : new StressMatrix(project, branch, List.of(), List.of());
    }

    @Override
    public Optional<StressHistory> stressTest(long testId, int nights) {
        return whole.stressTest(testId, nights).filter(found -> isOpen(found.project()));
    }

    @Override
    public Optional<Long> stressTestId(String project, String name) {
        return isOpen(project) ? whole.stressTestId(project, name) : Optional.empty();
    }

    private boolean isOpenSeries(long id) {
        return only.get().isEmpty() || series(id, 1).isPresent();
    }

    private boolean isOpenOrAny(@Nullable String project) {
        return project == null || isOpen(project);
    }

    private boolean isOpen(String project) {
        return only.get().map(project::equals).orElse(true);
    }

    private RunFilter confined(RunFilter filter) {
        return only.get()
                .map(project -> new RunFilter(project, filter.branch(), filter.kind(), filter.offset(), filter.limit()))
                .orElse(filter);
    }
}
