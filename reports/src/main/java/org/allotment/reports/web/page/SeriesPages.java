package org.allotment.reports.web.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.allotment.reports.detect.Past;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.SeriesHistory.Epoch;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.stats.Robust;
import org.allotment.reports.store.HistoryQueries.Sibling;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.read.series.RunSamples;
import org.allotment.reports.web.page.job.JobRows;
import org.allotment.reports.web.page.series.Axis;
import org.allotment.reports.web.page.series.BranchPages;
import org.allotment.reports.web.page.series.Demand;
import org.allotment.reports.web.page.series.SamplePages;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Courses;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.Point;
import org.allotment.reports.web.view.SeriesPage;
import org.allotment.reports.web.view.SeriesPage.Fact;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Moment;
import org.allotment.reports.web.view.part.Revision;
import org.jspecify.annotations.Nullable;

/** The page of one series, and the data of its chart. */
public final class SeriesPages {

    /**
     * Rows of the table of runs, and runs whose forks the chart shows unasked; its line is of all of them, and the files hold
     * them.
     */
    public static final int SHOWN = 100;

    private SeriesPages() {}

    /** Builds the page; the history holds at least one run, and that of a second branch too. */
    public static SeriesPage of(
            Frame frame, SeriesHistory history, List<Sibling> siblings, Demand demand, Instant now) {
        SeriesInfo series = history.series();
        Courses courses = BranchPages.courses(history, demand);
        Links page = Links.to(Figures.href(series.id())).with("beside", demand.branch());
        RunSamples samples = demand.samples();
        SeriesHistory.Point latest = history.points().getLast();
        List<SeriesHistory.Point> past = comparable(history);
        return new SeriesPage(
                frame,
                Figures.label(series),
                Badges.of(latest.state()),
                reason(series, latest, past.size()),
                facts(series, latest, past),
                picture(history, demand, courses),
                Links.to(Figures.href(series.id()) + "/points")
                        .with("beside", demand.branch())
                        .toString(),
                changes(history, now),
                rows(history, demand.branch(), now),
                shown(history),
                sampled(history, demand.beside()),
                siblings.stream()
                        .map(each -> new SeriesPage.Related(
                                Figures.href(each.seriesId()), each.metric() + " (" + each.unit() + ")"))
                        .toList(),
                BranchPages.of(history, demand, courses, now),
                samples == null ? null : SamplePages.of(samples, page.toString(), now));
    }

    private static Sparkline picture(SeriesHistory history, Demand demand, Courses courses) {
        List<Double> scores =
                history.points().stream().map(SeriesHistory.Point::score).toList();
        Sparkline alone = Sparkline.of(scores, history.series().unit());
        SeriesHistory beside = demand.beside();
        return beside == null
                ? alone
                : new Sparkline(
                        courses.first(),
                        alone.x(),
                        alone.y(),
                        alone.middle(),
                        history.series().branch() + ": " + alone.label() + "; dashed, "
                                + beside.series().branch() + ": "
                                + Counts.of(beside.points().size(), "run"));
    }

    /** Builds the data of the chart, all in the unit of the page; of one branch, or of two on one axis. */
    public static SeriesPage.Points points(SeriesHistory history, @Nullable SeriesHistory beside) {
        Scale scale = scale(history);
        Axis axis = Axis.of(history.points(), beside == null ? List.of() : beside.points());
        return new SeriesPage.Points(
                scale.unit(),
                course(history, axis.first(), scale),
                marks(history, axis.first()),
                axis.runs().stream().map(SeriesPages::day).toList(),
                beside == null
                        ? null
                        : new SeriesPage.Beside(beside.series().branch(), course(beside, axis.second(), scale)));
    }

    private static List<Point> course(SeriesHistory history, List<Integer> places, Scale scale) {
        List<Point> points = new ArrayList<>();
        Long epoch = null;
        for (SeriesHistory.Point point : history.points()) {
            boolean begins = epoch != null && epoch != point.epochId();
            points.add(point(places.get(points.size()), point, history.series().unit(), scale, begins));
            epoch = point.epochId();
        }
        return points;
    }

    private static String day(SeriesHistory.Point point) {
        return Moments.day(point.started()).substring(5);
    }

    private static List<SeriesPage.Mark> marks(SeriesHistory history, List<Integer> places) {
        List<String> runs =
                history.points().stream().map(SeriesHistory.Point::runId).toList();
        List<SeriesPage.Mark> marks = new ArrayList<>();
        for (SeriesChange change : history.changes()) {
            int index = runs.indexOf(change.at().runId());
            if (index > 0) {
                int low = Math.max(1, runs.indexOf(change.low().runId()));
                int high = Math.max(index, runs.indexOf(change.high().runId()));
                marks.add(new SeriesPage.Mark(
                        places.get(index),
                        places.get(low),
                        places.get(high),
                        size(history.series(), change),
                        change.worse()));
            }
        }
        return marks;
    }

    private static List<SeriesPage.Change> changes(SeriesHistory history, Instant now) {
        return history.changes().reversed().stream()
                .map(change -> change(history.series(), change, now))
                .toList();
    }

    private static SeriesPage.Change change(SeriesInfo series, SeriesChange change, Instant now) {
        SeriesChange.Confirmation confirmation = change.confirmation();
        return new SeriesPage.Change(
                "change-" + change.id(),
                Badges.of(change),
                size(series, change),
                Ratios.range(change.low95(), change.high95()),
                Nights.href(change.at().runId()),
                Moment.of(change.at().started(), now),
                revision(series, change.at()),
                where(change),
                confirmation == null ? "" : JobRows.href(confirmation.job()),
                confirmation == null ? "" : status(confirmation));
    }

    private static String status(SeriesChange.Confirmation confirmation) {
        return switch (confirmation.status()) {
            case "noChange" -> "no change when measured again";
            case "confirmed" -> "confirmed when measured again";
            case "unclear" -> "unclear when measured again";
            case "waiting", "running" -> "is measured again";
            default -> "measuring again " + confirmation.status();
        };
    }

    private static String size(SeriesInfo series, SeriesChange change) {
        String phrase = Figures.phrase(series, change.ratio());
        return phrase.isEmpty() ? change.worse() ? "more" : "less" : phrase;
    }

    private static Revision revision(SeriesInfo series, SeriesChange.Place place) {
        return new Revision(text(place.sha()), text(place.subject()), "", series.branch(), false);
    }

    /** The commits that hold the cause: behind the first, up to and with the last. */
    private static String where(SeriesChange change) {
        return "after " + name(change.before()) + ", up to " + name(change.high());
    }

    private static String name(SeriesChange.Place place) {
        String sha = text(place.sha());
        return sha.isEmpty() ? Moments.minute(place.started()) : sha.substring(0, Math.min(10, sha.length()));
    }

    private static Point point(int at, SeriesHistory.Point point, String unit, Scale scale, boolean epoch) {
        String sha = text(point.sha());
        return new Point(
                at,
                Moments.full(point.started()),
                number(point.score(), scale),
                number(Figures.low(point.score(), point.low(), unit), scale),
                number(point.high(), scale),
                point.forkValues().stream()
                        .filter(Double::isFinite)
                        .map(each -> each * scale.factor())
                        .toList(),
                sha.substring(0, Math.min(10, sha.length())),
                text(point.subject()),
                point.state().word(),
                Badges.of(point.state()).word(),
                epoch);
    }

    private static @Nullable Double number(double value, Scale scale) {
        return Double.isFinite(value) ? value * scale.factor() : null;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Scale scale(SeriesHistory history) {
        return history.points().isEmpty()
                ? new Scale(1, history.series().unit())
                : Scale.of(history.points().getLast().score(), history.series().unit());
    }

    /**
     * The runs that the latest one may be compared with, oldest first: judged nights of its epoch before it, and for a
     * confirmation before the night whose suspects it measured again.
     */
    static List<SeriesHistory.Point> comparable(SeriesHistory history) {
        List<SeriesHistory.Point> points = history.points();
        SeriesHistory.Point latest = points.getLast();
        List<SeriesHistory.Point> nights = points.subList(settled(history), points.size() - 1).stream()
                .filter(point -> point.epochId() == latest.epochId()
                        && point.state() != State.UNGATED
                        && RunKinds.isNight(point.runKind()))
                .toList();
        boolean again = latest.runKind().equals("confirm")
                && !nights.isEmpty()
                && nights.getLast().order() == latest.order();
        return again ? nights.subList(0, nights.size() - 1) : nights;
    }

    /** The first point behind the last confirmed change before the latest run, where its past begins. */
    private static int settled(SeriesHistory history) {
        List<SeriesHistory.Point> before =
                history.points().subList(0, history.points().size() - 1);
        long epoch = history.points().getLast().epochId();
        int settled = 0;
        for (SeriesChange change : history.changes()) {
            if (change.epochId() == epoch && change.standing() == SeriesChange.Standing.CONFIRMED) {
                for (int i = settled; i < before.size(); i++) {
                    settled = before.get(i).runId().equals(change.at().runId()) ? i : settled;
                }
            }
        }
        return settled;
    }

    private static String reason(SeriesInfo series, SeriesHistory.Point latest, int before) {
        String distance = Figures.phrase(series, latest.ratio());
        String against = distance.isEmpty()
                ? ""
                : "The latest run lies at " + distance + " against the median of "
                        + Counts.of(Math.min(before, Past.MOST), "comparable run");
        return switch (latest.state()) {
            case TOO_FEW_RUNS ->
                "A verdict needs " + Figures.needed(series) + " comparable runs before the latest; there "
                        + (before == 1 ? "is " : "are ") + before + " in this epoch.";
            case UNGATED ->
                series.kind() == MetricKind.CONTEXT
                        ? "This metric is kept for reading and never judged."
                        : "The upload named no commit, so it is kept by time and not judged.";
            case RED -> against + ", which is confirmed or a metric that must never move.";
            case SUSPECT ->
                against + ", more than this series shows from run to run; it has not been measured again yet.";
            case IMPROVED -> against + ", better than this series shows from run to run.";
            case GREEN ->
                against.isEmpty() ? unmoved(series) : against + ", within what this series shows from run to run.";
            case MISSING -> "The latest run expected this series and did not get it.";
            case NOT_APPLICABLE -> "The latest run declared that this series cannot run there.";
        };
    }

    private static String unmoved(SeriesInfo series) {
        return series.kind() == MetricKind.DETERMINISTIC
                ? "Less than a byte per operation, now and before, which counts as none."
                : "Nothing moved.";
    }

    private static List<Fact> facts(SeriesInfo series, SeriesHistory.Point latest, List<SeriesHistory.Point> past) {
        String interval = Figures.interval(latest.score(), latest.low(), latest.high(), series.unit());
        return List.of(
                new Fact(
                        "Latest",
                        Figures.value(latest.score(), series.unit()),
                        interval.isEmpty() ? "no interval: too few forks" : interval,
                        true),
                new Fact(
                        "Against history",
                        Figures.against(series, latest.state(), latest.ratio()),
                        median(series, past),
                        true),
                new Fact(
                        "Smallest detectable change",
                        sensitivity(series, latest, past.size()),
                        Double.isFinite(latest.mde()) && series.kind() == MetricKind.TIME
                                ? "80 % power at five following runs"
                                : "",
                        true),
                new Fact(
                        "Comparable runs",
                        Counts.exact(past.size()),
                        "judged nights before the latest, in its epoch",
                        true),
                new Fact(
                        "Metric",
                        series.metric() + ", " + series.unit(),
                        series.higherIsBetter() ? "higher is better" : "lower is better",
                        false),
                new Fact("Mode", mode(series.mode()), Counts.of(series.threads(), "thread"), false),
                new Fact("Branch", series.branch(), series.project(), false),
                new Fact("Machine class", series.environment(), "", false));
    }

    private static String sensitivity(SeriesInfo series, SeriesHistory.Point latest, int before) {
        if (latest.state() == State.TOO_FEW_RUNS) {
            return Figures.tooFew(before, Figures.needed(series));
        }
        return latest.state() == State.UNGATED
                ? "not judged"
                : Figures.smallest(series, latest.mde()).orElse("unknown");
    }

    /** The median over the runs that a verdict looks at of their medians of forks. */
    static String median(SeriesInfo series, List<SeriesHistory.Point> past) {
        double median = Robust.median(past.subList(Math.max(0, past.size() - Past.MOST), past.size()).stream()
                .mapToDouble(SeriesHistory.Point::forkMedian)
                .toArray());
        return Double.isFinite(median) ? "median " + Figures.value(median, series.unit()) : "";
    }

    private static String mode(String mode) {
        return switch (mode) {
            case "avgt" -> "average time";
            case "thrpt" -> "throughput";
            case "sample" -> "sampled time";
            case "ss" -> "single shot";
            default -> mode;
        };
    }

    /** Of which runs the chart shows the forks unasked, or empty where of all. */
    static String sampled(SeriesHistory history, @Nullable SeriesHistory beside) {
        int runs = Math.max(
                history.points().size(), beside == null ? 0 : beside.points().size());
        return runs > SHOWN ? "of the newest " + SHOWN + " runs" : "";
    }

    /** Which of the runs {@link #rows} has. */
    public static String shown(SeriesHistory history) {
        int all = history.points().size();
        return all <= SHOWN ? "newest first" : "the newest " + SHOWN + " of " + Counts.of(all, "run");
    }

    /** The newest runs of a series, the newest first; {@code beside} stays open where a row leads to the same page. */
    public static List<SeriesPage.Row> rows(SeriesHistory history, String beside, Instant now) {
        Links page = Links.to(Figures.href(history.series().id())).with("beside", beside);
        Map<Long, Epoch> epochs = new HashMap<>();
        history.epochs().forEach(epoch -> epochs.put(epoch.id(), epoch));
        List<SeriesPage.Row> rows = new ArrayList<>();
        int first = Math.max(0, history.points().size() - SHOWN);
        SeriesHistory.Point before = first == 0 ? null : history.points().get(first - 1);
        for (SeriesHistory.Point point :
                history.points().subList(first, history.points().size())) {
            String epoch = before == null || before.epochId() == point.epochId()
                    ? ""
                    : difference(epochs.get(before.epochId()), epochs.get(point.epochId()));
            rows.addFirst(row(history.series(), point, epoch, page, now));
            before = point;
        }
        return rows;
    }

    private static SeriesPage.Row row(
            SeriesInfo series, SeriesHistory.Point point, String epoch, Links page, Instant now) {
        Scale scale = Scale.of(point.score(), series.unit());
        return new SeriesPage.Row(
                Nights.href(point.runId()),
                Moment.of(point.started(), now),
                new Revision(text(point.sha()), text(point.subject()), "", series.branch(), false),
                scale.text(point.score()),
                Figures.interval(point.score(), point.low(), point.high(), series.unit()),
                point.forkValues().stream().map(scale::number).collect(Collectors.joining(" · ")),
                Badges.of(point.state()),
                Figures.against(series, point.state(), point.ratio()),
                epoch,
                page.with("run", point.runId()) + "#samples");
    }

    /** What changed from one epoch to the next, in words. */
    private static String difference(@Nullable Epoch from, @Nullable Epoch to) {
        if (from == null || to == null) {
            return "the circumstances changed";
        }
        List<String> parts = new ArrayList<>();
        change(parts, "microcode", from.microcode(), to.microcode());
        change(parts, "kernel", from.kernel(), to.kernel());
        change(parts, "JDK", from.jdk(), to.jdk());
        change(parts, "JVM arguments", from.jvmArgs(), to.jvmArgs());
        change(parts, "JMH configuration", from.jmhConfig(), to.jmhConfig());
        if (!from.sourceHash().equals(to.sourceHash())) {
            parts.add("the benchmark's source");
        }
        return parts.isEmpty() ? "the circumstances changed" : String.join(", ", parts);
    }

    private static void change(List<String> parts, String name, String from, String to) {
        if (!from.equals(to)) {
            boolean brief = from.length() + to.length() <= 60 && !from.isEmpty() && !to.isEmpty();
            parts.add(brief ? name + ' ' + from + " → " + to : name);
        }
    }
}
