package org.allotment.reports.web.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.model.history.StressMatrix;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.stats.Proportion;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Names;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.SeriesPage.Fact;
import org.allotment.reports.web.view.StressPage;
import org.allotment.reports.web.view.StressTestPage;
import org.allotment.reports.web.view.StressTestPage.Rare;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.allotment.reports.web.view.part.Moment;
import org.jspecify.annotations.Nullable;

/** The matrix of litmus tests, and the page of each. */
public final class StressPages {

    private static final Badge DID_NOT_RUN = new Badge("calm", "·", "did not run");

    /** Nights of a test that are shown unfolded; red ones always are. */
    private static final int UNFOLDED = 3;

    private StressPages() {}

    /** Builds the matrix: the newest night first, the worst test first. */
    public static StressPage matrix(Frame frame, StressMatrix matrix, Instant now) {
        List<StressPage.Column> nights =
                matrix.runs().reversed().stream().map(StressPages::column).toList();
        List<StressPage.Row> rows = matrix.rows().stream()
                .sorted(Comparator.comparingInt(StressPages::rank).thenComparing(StressMatrix.Row::name))
                .map(row -> row(row, matrix.runs(), frame.scope()))
                .toList();
        return new StressPage(frame, nights, rows, summary(matrix, now));
    }

    /** Builds the page of one test; the history holds at least one night. */
    public static StressTestPage test(Frame frame, StressHistory history, Instant now) {
        StressHistory.Night latest = history.nights().getLast();
        List<StressTestPage.Night> nights = new ArrayList<>();
        for (StressHistory.Night night : history.nights().reversed()) {
            boolean open = nights.size() < UNFOLDED || night.cell().state() == State.RED;
            nights.add(night(night, history.inverted(), open, now));
        }
        return new StressTestPage(
                frame,
                test(latest.cell(), history.description(), history.inverted(), frame.scope()),
                total(history),
                rare(history, now),
                nights);
    }

    /** A test in one run, without its description. */
    public static StressPage.Test test(StressMatrix.Cell cell, Scope scope) {
        return test(cell, "", false, scope);
    }

    /** Address of a test's page; its name may hold anything, so it is one encoded segment. */
    public static String href(String name, Scope scope) {
        return link(name, scope).toString();
    }

    private static Links link(String name, Scope scope) {
        return scope.link("/stress/" + Links.segment(name));
    }

    private static StressPage.Test test(StressMatrix.Cell cell, String description, boolean inverted, Scope scope) {
        return new StressPage.Test(
                href(cell.name(), scope),
                Names.of(cell.name()),
                Badges.of(cell.state()),
                description,
                inverted,
                Counts.exact(cell.samples()),
                strength(cell),
                cell.reason());
    }

    /** What the samples of a night are worth: green without a count is not a result. */
    private static String strength(StressMatrix.Cell cell) {
        if (cell.samples() == 0) {
            return "no samples";
        }
        String samples = " in " + Counts.brief(cell.samples()) + " samples";
        return cell.bad() == 0
                ? "0 seen" + samples + " → " + Counts.bound(cell.samples())
                : Counts.exact(cell.bad()) + " seen" + samples + " → rate " + Counts.rate(cell.bad(), cell.samples());
    }

    private static StressPage.Column column(RunSummary run) {
        RunSummary.CommitRef commit = run.commit();
        String sha = commit == null ? "" : commit.sha();
        return new StressPage.Column(
                Nights.href(run.id()),
                Moments.day(run.started()).substring(5),
                Moments.full(run.started()),
                sha.substring(0, Math.min(7, sha.length())));
    }

    private static StressMatrix.@Nullable Cell latest(StressMatrix.Row row) {
        return row.cells().isEmpty() ? null : row.cells().getLast();
    }

    private static int rank(StressMatrix.Row row) {
        StressMatrix.Cell cell = latest(row);
        return cell == null ? Integer.MAX_VALUE : cell.state().rank();
    }

    private static StressPage.Row row(StressMatrix.Row row, List<RunSummary> runs, Scope scope) {
        List<StressPage.Cell> cells = new ArrayList<>();
        for (int i = runs.size() - 1; i >= 0; i--) {
            cells.add(cell(row.cells().get(i), runs.get(i), scope));
        }
        StressMatrix.Cell latest = latest(row);
        Names name = Names.of(row.name());
        StressPage.Test test = latest == null
                ? new StressPage.Test(
                        href(row.name(), scope),
                        name,
                        DID_NOT_RUN,
                        row.description(),
                        row.inverted(),
                        "0",
                        "did not run on the latest night",
                        "")
                : test(latest, row.description(), row.inverted(), scope);
        return new StressPage.Row(test, cells);
    }

    private static StressPage.Cell cell(StressMatrix.@Nullable Cell cell, RunSummary run, Scope scope) {
        if (cell == null) {
            return new StressPage.Cell("", DID_NOT_RUN, "", "did not run");
        }
        Badge badge = Badges.of(cell.state());
        String label = badge.word() + " on " + Moments.day(run.started()) + ", " + strength(cell)
                + (cell.reason().isEmpty() ? "" : ", " + cell.reason());
        return new StressPage.Cell(
                link(cell.name(), scope) + "#" + anchor(run.id()),
                badge,
                cell.samples() == 0 ? "–" : Counts.brief(cell.samples()),
                label);
    }

    private static String anchor(String runId) {
        return "run-" + runId.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static String summary(StressMatrix matrix, Instant now) {
        if (matrix.runs().isEmpty()) {
            return "No run has brought litmus tests yet.";
        }
        Map<State, Integer> counts = new TreeMap<>(Comparator.comparingInt(State::rank));
        long samples = 0;
        for (StressMatrix.Row row : matrix.rows()) {
            StressMatrix.Cell cell = latest(row);
            if (cell != null) {
                counts.merge(cell.state(), 1, Integer::sum);
                samples += cell.samples();
            }
        }
        List<String> parts = new ArrayList<>();
        counts.forEach(
                (state, count) -> parts.add(count + " " + Badges.of(state).word()));
        return "Latest night, " + Moments.ago(matrix.runs().getLast().started(), now) + ": " + String.join(", ", parts)
                + "; " + Counts.exact(samples) + " samples.";
    }

    private static String total(StressHistory history) {
        long samples = history.nights().stream()
                .mapToLong(night -> night.cell().samples())
                .sum();
        long bad =
                history.nights().stream().mapToLong(night -> night.cell().bad()).sum();
        String nights = Counts.exact(samples) + " samples over "
                + Counts.of(history.nights().size(), "night") + ": forbidden or unknown states ";
        return bad == 0
                ? nights + "never seen → " + Counts.bound(samples) + " (95 % confidence)."
                : nights + "seen " + Counts.exact(bad) + " times, rate " + Counts.rate(bad, samples) + ".";
    }

    /** The states that are not simply acceptable, in the order of the newest night that names them. */
    private static List<Rare> rare(StressHistory history, Instant now) {
        Map<String, StressHistory.Outcome> states = new LinkedHashMap<>();
        for (StressHistory.Night night : history.nights().reversed()) {
            night.outcomes().stream()
                    .filter(outcome -> !outcome.expect().equals("ACCEPTABLE"))
                    .forEach(outcome -> states.putIfAbsent(outcome.state(), outcome));
        }
        return states.values().stream()
                .map(outcome -> rare(history, outcome, now))
                .toList();
    }

    private static Rare rare(StressHistory history, StressHistory.Outcome outcome, Instant now) {
        List<StressHistory.Night> nights = history.nights();
        List<StressHistory.Night> seen =
                nights.stream().filter(night -> count(night, outcome) > 0).toList();
        long total = nights.stream().mapToLong(night -> count(night, outcome)).sum();
        long samples =
                nights.stream().mapToLong(night -> night.cell().samples()).sum();
        int since = seen.isEmpty() ? 0 : nights.size() - 1 - nights.indexOf(seen.getLast());
        Sparkline course = Sparkline.of(
                nights.stream()
                        .map(night -> Math.log10(
                                (double) count(night, outcome) / night.cell().samples()))
                        .toList(),
                "");
        return new Rare(
                outcome.state(),
                Badges.ofOutcome(outcome.expect(), total > 0, history.inverted()),
                Counts.exact(total),
                total > 0 ? rate(total, samples) : "0 seen → " + Counts.bound(samples),
                seen.isEmpty() ? null : sight(seen.getFirst(), now),
                seen.isEmpty() ? null : sight(seen.getLast(), now),
                seen.isEmpty() ? "" : since == 0 ? "on the newest night" : Counts.of(since, "night") + " since",
                new Sparkline(
                        course.path(),
                        course.x(),
                        course.y(),
                        course.middle(),
                        "rate by night on a log axis, seen on " + seen.size() + " of "
                                + Counts.of(nights.size(), "night")),
                seen.isEmpty() ? "" : configuration(seen.getFirst(), outcome.state()),
                "./allotment stress --only '" + history.name().replace("'", "'\\''") + "'");
    }

    private static long count(StressHistory.Night night, StressHistory.Outcome outcome) {
        return night.outcomes().stream()
                .filter(each -> each.state().equals(outcome.state()))
                .mapToLong(StressHistory.Outcome::count)
                .sum();
    }

    private static StressTestPage.Sight sight(StressHistory.Night night, Instant now) {
        return new StressTestPage.Sight(
                "#" + anchor(night.run().id()), Moment.of(night.run().started(), now), Nights.revision(night.run()));
    }

    private static String configuration(StressHistory.Night night, String state) {
        return night.failures().stream()
                .filter(failure -> failure.state().equals(state))
                .findFirst()
                .map(failure -> Stream.of(
                                failure.compileMode(),
                                failure.scheduling(),
                                failure.jvmArgs(),
                                failure.seed().isEmpty() ? "" : "-XX:StressSeed=" + failure.seed())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" · ")))
                .orElse("");
    }

    /** A rate with Wilson's interval. */
    private static String rate(long count, long samples) {
        Interval interval = Proportion.of(count, samples);
        return Counts.rate(count, samples) + " (" + Scale.digits(interval.low()) + " to "
                + Scale.digits(interval.high()) + ")";
    }

    private static StressTestPage.Night night(StressHistory.Night night, boolean inverted, boolean open, Instant now) {
        StressMatrix.Cell cell = night.cell();
        String samples =
                Counts.exact(cell.samples()) + " samples in " + Counts.of(night.configurations(), "configuration");
        return new StressTestPage.Night(
                anchor(night.run().id()),
                Nights.href(night.run().id()),
                Moment.of(night.run().started(), now),
                Nights.revision(night.run()),
                Badges.of(cell.state()),
                open,
                cell.reason(),
                cell.status().equals("NORMAL") ? samples : samples + ", jcstress says " + cell.status(),
                night.outcomes().stream()
                        .map(outcome -> outcome(outcome, cell.samples(), inverted))
                        .toList(),
                night.failures().stream().map(StressPages::failure).toList());
    }

    private static StressTestPage.Outcome outcome(StressHistory.Outcome outcome, long samples, boolean inverted) {
        boolean seen = outcome.count() > 0;
        return new StressTestPage.Outcome(
                outcome.state(),
                Badges.ofOutcome(outcome.expect(), seen, inverted),
                Counts.exact(outcome.count()),
                seen ? rate(outcome.count(), samples) : "0 seen → " + Counts.bound(samples),
                Counts.exact(outcome.configurations()),
                outcome.description());
    }

    private static StressTestPage.Failure failure(StressHistory.Failure failure) {
        List<Fact> facts = new ArrayList<>();
        add(facts, "Compile mode", failure.compileMode());
        add(facts, "Scheduling", failure.scheduling());
        add(facts, "JVM arguments", failure.jvmArgs());
        add(facts, "Seed", failure.seed().isEmpty() ? "" : "-XX:StressSeed=" + failure.seed());
        return new StressTestPage.Failure(failure.state(), Counts.of(failure.count(), "time"), facts, failure.log());
    }

    private static void add(List<Fact> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(new Fact(name, value, "", false));
        }
    }
}
