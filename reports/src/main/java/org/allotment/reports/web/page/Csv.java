package org.allotment.reports.web.page;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.reports.model.history.SeriesRow;

/** Rows of the overview as RFC 4180 text; a cell that a spreadsheet would run as a formula is disarmed with an apostrophe. */
public final class Csv {

    private static final String HEAD =
            "verdict,benchmark,params,mode,threads,metric,unit,score,low,high,forks,ratio,smallest_detectable_change,series\r\n";

    private Csv() {}

    /** Returns all rows that match, in order. */
    public static String of(List<SeriesRow> rows, RowQuery query) {
        return query.apply(rows).stream().map(Csv::line).collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(SeriesRow row) {
        Stream<String> cells = Stream.of(
                row.state().word(),
                text(row.series().benchmark()),
                text(row.series().params().text()),
                text(row.series().mode()),
                Integer.toString(row.series().threads()),
                text(row.series().metric()),
                text(row.series().unit()),
                number(row.score()),
                number(row.low()),
                number(row.high()),
                Integer.toString(row.forks()),
                number(row.ratio()),
                number(row.mde()),
                Long.toString(row.series().id()));
        return cells.collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String text(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
        String safe = formula ? "'" + value : value;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
