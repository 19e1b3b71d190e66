package org.allotment.reports.web.page;

import java.util.List;
import java.util.stream.Collectors;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.web.text.Cells;

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
        return Cells.line(
                row.state().word(),
                row.series().benchmark(),
                row.series().params().text(),
                row.series().mode(),
                row.series().threads(),
                row.series().metric(),
                row.series().unit(),
                row.score(),
                row.low(),
                row.high(),
                row.forks(),
                row.ratio(),
                row.mde(),
                row.series().id());
    }
}
