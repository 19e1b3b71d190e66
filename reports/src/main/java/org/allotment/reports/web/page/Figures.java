package org.allotment.reports.web.page;

import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.view.OverviewPage.Change;
import org.allotment.reports.web.view.part.Label;

/** How the figures of one series read. */
final class Figures {

    /** Runs of history below which nothing is said about time. */
    static final int NEEDED = 8;

    private Figures() {}

    static Label label(SeriesInfo series) {
        return Label.of(series.benchmark(), series.params().values(), series.threads(), series.metric());
    }

    static String href(long seriesId) {
        return "/series/" + seriesId;
    }

    static String value(double score, String unit) {
        return Scale.of(score, unit).text(score);
    }

    /** The interval in the unit of its value, or nothing where it cannot be given. */
    static String interval(double score, double low, double high, String unit) {
        return Double.isFinite(low) && Double.isFinite(high)
                ? Scale.of(score, unit).range(low, high)
                : "";
    }

    static Change change(SeriesInfo series, State state, double ratio) {
        if (!Double.isFinite(ratio)) {
            return new Change("", "", "");
        }
        String tone = switch (state) {
            case RED -> "bad";
            case SUSPECT -> "warn";
            case IMPROVED -> "good";
            case GREEN, MISSING, NOT_APPLICABLE, TOO_FEW_RUNS, UNGATED -> "";
        };
        return new Change(Ratios.percent(ratio), Ratios.direction(ratio, series.kind() == MetricKind.TIME), tone);
    }

    /** The distance in one phrase, such as {@code +3.2 % (slower)}, or nothing without a history. */
    static String phrase(SeriesInfo series, State state, double ratio) {
        Change change = change(series, state, ratio);
        return change.percent().isEmpty() ? "" : change.percent() + " (" + change.direction() + ")";
    }

    /** The smallest change that the series could have shown, or why it cannot say. */
    static String sensitivity(SeriesRow row) {
        if (row.state() == State.TOO_FEW_RUNS) {
            int before = Math.max(0, row.spark().size() - 1);
            return before < NEEDED ? "too few runs (" + before + " of " + NEEDED + ")" : "too few runs in this epoch";
        }
        if (row.series().kind() == MetricKind.CONTEXT || row.state() == State.UNGATED) {
            return "not judged";
        }
        if (row.series().kind() == MetricKind.DETERMINISTIC) {
            return "any change";
        }
        return Double.isFinite(row.mde()) && row.mde() > 0 ? "≥ " + Ratios.share(row.mde()) : "unknown";
    }
}
