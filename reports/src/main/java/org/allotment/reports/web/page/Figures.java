package org.allotment.reports.web.page;

import java.util.Optional;
import org.allotment.reports.detect.Past;
import org.allotment.reports.detect.Verdicts;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.view.OverviewPage.Change;
import org.allotment.reports.web.view.part.Label;

/** How the figures of one series read. */
public final class Figures {

    private Figures() {}

    /** Who a series is. */
    public static Label label(SeriesInfo series) {
        return Label.of(series.benchmark(), series.params().values(), series.threads(), series.metric());
    }

    /** Its page. */
    public static String href(long seriesId) {
        return "/series/" + seriesId;
    }

    /** A value with its unit. */
    public static String value(double score, String unit) {
        return Scale.of(score, unit).text(score);
    }

    /** The interval in the unit of its value, or nothing where it cannot be given. */
    static String interval(double score, double low, double high, String unit) {
        return Double.isFinite(low) && Double.isFinite(high)
                ? Scale.of(score, unit).range(low(score, low, unit), high)
                : "";
    }

    static Change change(SeriesInfo series, State state, double ratio) {
        if (!Double.isFinite(ratio)) {
            return new Change("", unmoved(series, state), "");
        }
        String tone = switch (state) {
            case RED -> "bad";
            case SUSPECT -> "warn";
            case IMPROVED -> "good";
            case GREEN, MISSING, NOT_APPLICABLE, TOO_FEW_RUNS, UNGATED -> "";
        };
        return new Change(Ratios.percent(ratio), Ratios.direction(ratio, series.kind() == MetricKind.TIME), tone);
    }

    /** Why there is no distance. */
    private static String unmoved(SeriesInfo series, State state) {
        if (state == State.GREEN && series.kind() == MetricKind.DETERMINISTIC) {
            return "under a byte, as before";
        }
        return state == State.UNGATED ? "–" : "no history";
    }

    /** The distance in one phrase, such as {@code +3.2 % (slower)}, or why there is none. */
    static String against(SeriesInfo series, State state, double ratio) {
        return Double.isFinite(ratio) ? phrase(series, ratio) : unmoved(series, state);
    }

    /** The distance in one phrase, such as {@code +3.2 % (slower)}, or nothing where there is none. */
    static String phrase(SeriesInfo series, double ratio) {
        return Ratios.phrase(ratio, series.kind() == MetricKind.TIME);
    }

    /** The smallest change that the series could have shown, or why it cannot say. */
    static String sensitivity(SeriesRow row) {
        if (row.state() == State.TOO_FEW_RUNS) {
            int before = Math.max(0, row.spark().size() - 1);
            int needed = needed(row.series());
            return before < needed ? tooFew(before, needed) : "too few runs in this epoch";
        }
        if (row.series().kind() == MetricKind.CONTEXT || row.state() == State.UNGATED) {
            return "not judged";
        }
        return smallest(row.series(), row.mde())
                .map(smallest -> "≥ " + smallest)
                .orElse("unknown");
    }

    /** How many runs a verdict on the series needs. */
    static int needed(SeriesInfo series) {
        return series.kind() == MetricKind.DETERMINISTIC ? Past.FEWEST_DETERMINISTIC : Past.FEWEST;
    }

    static String tooFew(int before, int needed) {
        return "too few runs (" + Math.min(before, needed) + " of " + needed + ")";
    }

    /** The smallest change that a verdict could have seen: a share of what was before, or an amount where a share says nothing. */
    static Optional<String> smallest(SeriesInfo series, double mde) {
        if (Double.isFinite(mde) && mde > 0) {
            return Optional.of(Ratios.share(mde));
        }
        return series.kind() == MetricKind.DETERMINISTIC
                ? Optional.of(value(Verdicts.LEAST_DETERMINISTIC_STEP, series.unit()))
                : Optional.empty();
    }

    /** The lower end of an interval; amounts are never negative, so theirs ends at zero. */
    static double low(double score, double low, String unit) {
        return low < 0 && score >= 0 && Scale.isAmount(unit) ? 0 : low;
    }
}
