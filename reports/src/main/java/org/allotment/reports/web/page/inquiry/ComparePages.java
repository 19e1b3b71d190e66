package org.allotment.reports.web.page.inquiry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.compare.Comparison;
import org.allotment.reports.compare.Pair;
import org.allotment.reports.compare.Pair.Outcome;
import org.allotment.reports.compare.Side;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.web.page.Figures;
import org.allotment.reports.web.page.Nights;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.text.Cells;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.view.OverviewPage.Change;
import org.allotment.reports.web.view.inquiry.ComparePage;
import org.allotment.reports.web.view.inquiry.ComparePage.Form;
import org.allotment.reports.web.view.inquiry.ComparePage.Links;
import org.allotment.reports.web.view.inquiry.ComparePage.Row;
import org.allotment.reports.web.view.inquiry.ComparePage.Tile;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.allotment.reports.web.view.part.Moment;

/** The page of a comparison. */
public final class ComparePages {
    private static final String HEAD =
            "verdict,benchmark,params,mode,threads,metric,unit,base,head,ratio,low,high,p,base_forks,"
                    + "head_forks,other_epoch,series,base_series\r\n";
    private static final String HOME = "/compare";

    private ComparePages() {}

    /** Builds the page of a comparison that was found. */
    public static ComparePage of(
            Frame frame, Comparison found, CompareQuery query, List<RunSummary> known, Instant now) {
        List<Pair> fitting = query.apply(found);
        Paging paging = Paging.of(query.page(), CompareQuery.PAGE, fitting.size());
        return new ComparePage(
                frame,
                form(found, query, known),
                side(found.base(), now),
                side(found.head(), now),
                "",
                mean(found),
                notes(found),
                tiles(frame, found, query),
                paging.of(fitting).stream().map(ComparePages::row).toList(),
                fitting.isEmpty()
                        ? "none of " + Counts.exact(found.pairs().size()) + " series"
                        : paging.range() + " series, the most significant first",
                links(frame, found, query, paging));
    }

    /** Builds the page of one that was not. */
    public static ComparePage none(Frame frame, CompareQuery query, List<RunSummary> known, String problem) {
        Form form = new Form(query.base(), query.head(), query.text(), List.of(), List.of(), offered(known));
        return new ComparePage(
                frame,
                form,
                null,
                null,
                problem,
                "",
                List.of(),
                List.of(),
                List.of(),
                "",
                new Links("", "", "", "", "", ""));
    }

    /** All rows that fit as CSV. */
    public static String csv(Comparison found, CompareQuery query) {
        StringBuilder csv = new StringBuilder(HEAD);
        for (Pair pair : query.apply(found)) {
            csv.append(line(pair));
        }
        return csv.toString();
    }

    private static String line(Pair pair) {
        return Cells.line(
                pair.verdict().word(),
                pair.series().benchmark(),
                pair.series().params().text(),
                pair.series().mode(),
                pair.series().threads(),
                pair.series().metric(),
                pair.series().unit(),
                pair.base(),
                pair.head(),
                pair.ratio().point(),
                pair.ratio().low(),
                pair.ratio().high(),
                pair.pValue(),
                pair.baseForks(),
                pair.headForks(),
                pair.otherEpoch(),
                pair.series().id(),
                pair.baseSeriesId());
    }

    private static Links links(Frame frame, Comparison found, CompareQuery query, Paging paging) {
        String base = found.base().name();
        String head = found.head().name();
        String api = frame.scope()
                .link("/api/v1/compare")
                .with("base", base)
                .with("head", head)
                .with("text", query.text())
                .with("metric", query.metric())
                .with("verdict", query.verdict())
                .toString();
        return new Links(
                query.link(HOME, frame.scope(), found).toString(),
                query.link(HOME, frame.scope(), head, base).toString(),
                paging.previous(each -> query.link(HOME, frame.scope(), found).page(each) + "#rows"),
                paging.next(each -> query.link(HOME, frame.scope(), found).page(each) + "#rows"),
                query.link("/compare.csv", frame.scope(), found).toString(),
                api);
    }

    private static Form form(Comparison found, CompareQuery query, List<RunSummary> known) {
        List<Choice> metrics = new ArrayList<>();
        metrics.add(new Choice("", "any", query.metric().isEmpty()));
        found.pairs().stream()
                .map(pair -> pair.series().metric())
                .distinct()
                .sorted()
                .forEach(metric -> metrics.add(new Choice(metric, metric, metric.equals(query.metric()))));
        List<Choice> verdicts = new ArrayList<>();
        verdicts.add(new Choice("", "any", query.verdict().isEmpty()));
        for (Outcome outcome : Outcome.values()) {
            if (found.count(outcome) > 0) {
                verdicts.add(new Choice(
                        outcome.word(), badge(outcome).word(), outcome.word().equals(query.verdict())));
            }
        }
        return new Form(found.base().name(), found.head().name(), query.text(), metrics, verdicts, offered(known));
    }

    /** Runs, their commits and their branches, each once. */
    private static List<Choice> offered(List<RunSummary> known) {
        Map<String, String> offered = new LinkedHashMap<>();
        known.forEach(run -> offered.putIfAbsent("branch:" + run.branch(), "the newest night of the branch"));
        for (RunSummary run : known) {
            RunSummary.CommitRef commit = run.commit();
            String text = Moment.of(run.started(), run.started()).minute() + " " + run.kind();
            offered.put("run:" + run.id(), commit == null ? text : text + " " + commit.subject());
            if (commit != null) {
                offered.putIfAbsent("commit:" + commit.sha(), commit.subject());
            }
        }
        return offered.entrySet().stream()
                .map(each -> new Choice(each.getKey(), each.getValue(), false))
                .toList();
    }

    private static ComparePage.Side side(Side side, Instant now) {
        RunSummary newest = side.newest();
        String runs = side.runs().size() == 1
                ? "one " + newest.kind() + " run"
                : Counts.of(side.runs().size(), "run");
        return new ComparePage.Side(
                Nights.href(newest.id()),
                side.name(),
                Nights.revision(newest),
                Moment.of(newest.started(), now),
                runs + " on " + newest.environment());
    }

    private static String mean(Comparison found) {
        if (found.meanOf() == 0) {
            return "No geometric mean: no time was measured by two forks on both sides.";
        }
        String range = Ratios.range(found.mean().low(), found.mean().high());
        return "Geometric mean of " + Counts.of(found.meanOf(), "time") + ": "
                + Ratios.phrase(found.mean().point(), true) + ", 95 % interval " + range
                + ". The interval is of these series, not of others.";
    }

    private static List<String> notes(Comparison found) {
        List<String> notes = new ArrayList<>();
        long epochs = found.pairs().stream().filter(Pair::otherEpoch).count();
        if (epochs > 0) {
            notes.add(Counts.exact(epochs)
                    + " series stand in another epoch on the other side: machine, JVM, its arguments or the benchmark"
                    + " changed, so the difference need not be the code's.");
        }
        if (found.onlyBase() + found.onlyHead() > 0) {
            notes.add(Counts.exact(found.onlyBase()) + " series are on the base alone, "
                    + Counts.exact(found.onlyHead()) + " on the head alone; they are not compared.");
        }
        if (unsteady(found.base()) || unsteady(found.head())) {
            notes.add("The canary says that the machine moved during one of the sides.");
        }
        return notes;
    }

    private static boolean unsteady(Side side) {
        return side.runs().stream().anyMatch(run -> Boolean.FALSE.equals(run.canarySteady()));
    }

    private static List<Tile> tiles(Frame frame, Comparison found, CompareQuery query) {
        List<Tile> tiles = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            String href = query.link(HOME, frame.scope(), found).with("verdict", outcome.word()) + "#rows";
            long count = found.count(outcome);
            tiles.add(new Tile(badge(outcome), Counts.exact(count), count == 0 ? "" : href));
        }
        return tiles;
    }

    private static Badge badge(Outcome outcome) {
        return switch (outcome) {
            case WORSE -> new Badge("bad", "▲", "worse");
            case BETTER -> new Badge("good", "▼", "better");
            case SAME -> new Badge("good", "✓", "no change");
            case UNCLEAR -> new Badge("calm", "○", "unclear");
            case TOO_FEW -> new Badge("calm", "…", "too few forks");
        };
    }

    private static Row row(Pair pair) {
        String unit = pair.series().unit();
        Scale scale = Scale.of(Math.max(pair.base(), pair.head()), unit);
        boolean time = pair.series().kind() == MetricKind.TIME;
        double ratio = pair.ratio().point();
        String tone = pair.verdict() == Outcome.WORSE ? "bad" : pair.verdict() == Outcome.BETTER ? "good" : "";
        Change change = Double.isFinite(ratio)
                ? new Change(Ratios.percent(ratio), Ratios.direction(ratio, time), tone)
                : new Change("", pair.verdict() == Outcome.SAME ? "under a byte" : "no ratio", "");
        String range = Ratios.range(pair.ratio().low(), pair.ratio().high());
        return new Row(
                Figures.href(pair.series().id()),
                badge(pair.verdict()),
                Figures.label(pair.series()),
                scale.text(pair.base()),
                scale.text(pair.head()),
                change,
                range.isEmpty() ? time ? "one fork: no interval" : "exact metric" : range,
                Double.isNaN(pair.pValue()) ? "" : chance(pair.pValue()),
                pair.baseForks() + " / " + pair.headForks(),
                pair.otherEpoch() ? "another epoch" : "");
    }

    private static String chance(double p) {
        return p < 1e-4 ? "< 0.0001" : Scale.digits(p);
    }
}
