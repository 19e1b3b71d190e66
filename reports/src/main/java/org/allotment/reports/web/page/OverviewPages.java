package org.allotment.reports.web.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunDetail.Course;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.model.history.StressMatrix;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.OverviewPage;
import org.allotment.reports.web.view.OverviewPage.Column;
import org.allotment.reports.web.view.OverviewPage.FilterForm;
import org.allotment.reports.web.view.OverviewPage.Row;
import org.allotment.reports.web.view.SeriesPage.Related;
import org.allotment.reports.web.view.part.Finding;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.allotment.reports.web.view.part.Running;
import org.jspecify.annotations.Nullable;

/** The page of the latest night. */
public final class OverviewPages {

    private static final String HOME = "/";

    private static final SequencedMap<String, String> SORTS = sorts();

    private OverviewPages() {}

    /**
     * What the page is about.
     *
     * @param course how the run of the overview went, where there is one
     * @param live   the runs that go on
     */
    public record Subject(Overview overview, @Nullable Course course, Running live) {}

    /** Builds the page. */
    public static OverviewPage of(Frame frame, Subject subject, RowQuery query, Instant now) {
        Overview overview = subject.overview();
        Course course = subject.course();
        List<SeriesRow> matching = query.apply(overview.rows());
        Paging paging = Paging.of(query.page(), RowQuery.PAGE, matching.size());
        RunSummary latest = overview.latest();
        return new OverviewPage(
                frame,
                latest == null || course == null ? null : Nights.of(latest, course, now),
                again(overview),
                findings(overview, frame),
                stress(overview.stress()),
                form(overview.rows(), query, frame),
                columns(query, frame),
                paging.of(matching).stream().map(OverviewPages::row).toList(),
                range(paging, overview.rows().size()),
                paging.previous(page -> part(query, frame, page)),
                paging.next(page -> part(query, frame, page)),
                query.link("/overview.csv", frame.scope()).toString(),
                subject.live());
    }

    private static SequencedMap<String, String> sorts() {
        SequencedMap<String, String> sorts = new LinkedHashMap<>();
        sorts.put("", "worst first");
        sorts.put("change", "largest change");
        sorts.put("name", "name");
        sorts.put("metric", "metric");
        sorts.put("threads", "threads");
        sorts.put("value", "latest value");
        sorts.put("sensitivity", "least sensitive");
        return sorts;
    }

    private static Row row(SeriesRow row) {
        String unit = row.series().unit();
        return new Row(
                Figures.href(row.series().id()),
                Badges.of(row.state()),
                Figures.label(row.series()),
                Figures.value(row.score(), unit),
                Figures.interval(row.score(), row.low(), row.high(), unit),
                Figures.change(row.series(), row.state(), row.ratio()),
                Figures.sensitivity(row),
                Sparkline.of(row.spark(), unit));
    }

    private static List<Finding> findings(Overview overview, Frame frame) {
        RunSummary latest = overview.latest();
        return latest == null
                ? List.of()
                : Findings.of(
                        overview.findings(), overview.rows(), frame.scope(), Nights.href(latest.id()) + "#absent");
    }

    private static List<Related> again(Overview overview) {
        return overview.confirms().stream().map(Nights::again).toList();
    }

    private static String stress(List<StressMatrix.Cell> cells) {
        if (cells.isEmpty()) {
            return "";
        }
        long samples = cells.stream().mapToLong(StressMatrix.Cell::samples).sum();
        Map<State, Integer> counts = new TreeMap<>();
        cells.forEach(cell -> counts.merge(cell.state(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach(
                (state, count) -> parts.add(count + " " + Badges.of(state).word()));
        return Counts.of(cells.size(), "litmus test") + " in " + Counts.brief(samples) + " samples: "
                + String.join(", ", parts);
    }

    private static FilterForm form(List<SeriesRow> rows, RowQuery query, Frame frame) {
        boolean narrows = query.narrows();
        String clear = frame.scope().link(HOME).with("sort", query.sort()) + "#series";
        return new FilterForm(
                query.text(),
                sorts(query.sort()),
                verdicts(rows, query.verdict()),
                choices(rows, row -> row.series().params().values().get(RowQuery.SUBJECT), query.subject()),
                choices(rows, row -> row.series().metric(), query.metric()),
                choices(rows, row -> Integer.toString(row.series().threads()), query.threads()),
                narrows ? clear : "");
    }

    private static List<Choice> sorts(String selected) {
        List<Choice> sorts = new ArrayList<>();
        SORTS.forEach((key, text) -> {
            sorts.add(new Choice(key, text, key.equals(selected)));
            if (!key.isEmpty() && selected.equals('-' + key)) {
                sorts.add(new Choice(selected, text + ", reversed", true));
            }
        });
        return sorts;
    }

    private static List<Choice> verdicts(List<SeriesRow> rows, String selected) {
        Stream<Choice> words = rows.stream()
                .map(SeriesRow::state)
                .distinct()
                .sorted()
                .map(state -> new Choice(
                        state.word(), Badges.of(state).word(), state.word().equals(selected)));
        return Stream.concat(Stream.of(new Choice("", "any", selected.isEmpty())), words)
                .toList();
    }

    private static List<Choice> choices(
            List<SeriesRow> rows, Function<SeriesRow, @Nullable String> property, String selected) {
        List<Choice> values = rows.stream()
                .map(property)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .sorted()
                .map(value -> new Choice(value, value, value.equals(selected)))
                .toList();
        if (values.isEmpty()) {
            return values;
        }
        return Stream.concat(Stream.of(new Choice("", "any", selected.isEmpty())), values.stream())
                .toList();
    }

    private static List<Column> columns(RowQuery query, Frame frame) {
        return List.of(
                column("Verdict", "verdict", query, frame),
                column("Benchmark", "name", query, frame),
                column("Metric", "metric", query, frame),
                column("Threads", "threads", query, frame),
                column("Latest", "value", query, frame),
                column("Against history", "change", query, frame),
                column("Detects from", "sensitivity", query, frame),
                new Column("Last runs", "", "", false));
    }

    private static Column column(String text, String key, RowQuery query, Frame frame) {
        String open = query.sort().isEmpty() ? "verdict" : query.sort();
        boolean ascending = key.equals("name") || key.equals("metric") || key.equals("threads");
        boolean active = open.equals(key) || open.equals('-' + key);
        boolean reversed = active && open.startsWith("-");
        String sorted = !active ? "" : ascending == reversed ? "descending" : "ascending";
        String target = active && !reversed ? '-' + key : key;
        boolean right = !key.equals("verdict") && !key.equals("name") && !key.equals("metric");
        return new Column(text, query.link(HOME, frame.scope()).with("sort", target) + "#series", sorted, right);
    }

    private static String part(RowQuery query, Frame frame, int page) {
        return query.link(HOME, frame.scope()).page(page) + "#series";
    }

    private static String range(Paging paging, int all) {
        if (paging.total() == 0) {
            return "none of " + Counts.exact(all);
        }
        return paging.range() + (paging.total() == all ? " series" : " of " + Counts.exact(all) + " series");
    }
}
