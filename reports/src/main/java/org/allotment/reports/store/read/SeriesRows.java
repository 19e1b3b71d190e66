package org.allotment.reports.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.ParamsText;

/**
 * The series of a great table: what they have in common is taken from its rows once, and columns are found by number, since
 * the driver would look each name up for every row. For the rows of one transaction, by one thread.
 */
public final class SeriesRows {
    /** How many columns {@link #COLUMNS} names. */
    public static final int WIDTH = 16;

    /** Of a series, in tables that {@link SeriesQuery#FROM} names. */
    public static final String COLUMNS =
            SeriesQuery.COLUMNS + ", s.variant_id, s.metric_id, s.env_class_id, s.branch_id ";

    /** Where the numbers stand that are behind {@link SeriesQuery#COLUMNS}. */
    private static final int VARIANT = WIDTH - 4;

    private static final int METRIC = WIDTH - 3;
    private static final int ENVIRONMENT = WIDTH - 2;
    private static final int BRANCH = WIDTH - 1;

    private final int first;
    private final Map<Long, Variant> variants = new HashMap<>();
    private final Map<Long, Metric> metrics = new HashMap<>();
    private final Map<Long, String> environments = new HashMap<>();
    private final Map<Long, String> branches = new HashMap<>();

    /** Of rows whose {@link #COLUMNS} begin at a number, from 1 up. */
    public SeriesRows(int first) {
        this.first = first;
    }

    private record Variant(String project, String benchmark, Params params, String mode, int threads) {}

    private record Metric(String name, String unit, MetricKind kind, boolean higherIsBetter) {}

    /** The series of the row at which the cursor stands. */
    public SeriesInfo of(ResultSet row) throws SQLException {
        Variant variant = variant(row);
        Metric metric = metric(row);
        return new SeriesInfo(
                row.getLong(first),
                variant.project,
                name(row, branches, first + BRANCH, first + 2),
                name(row, environments, first + ENVIRONMENT, first + 3),
                variant.benchmark,
                variant.params,
                variant.mode,
                variant.threads,
                metric.name,
                metric.unit,
                metric.kind,
                metric.higherIsBetter);
    }

    private Variant variant(ResultSet row) throws SQLException {
        long id = row.getLong(first + VARIANT);
        Variant known = variants.get(id);
        if (known == null) {
            known = new Variant(
                    row.getString(first + 1),
                    row.getString(first + 4),
                    ParamsText.parse(row.getString(first + 5)),
                    row.getString(first + 6),
                    row.getInt(first + 7));
            variants.put(id, known);
        }
        return known;
    }

    private Metric metric(ResultSet row) throws SQLException {
        long id = row.getLong(first + METRIC);
        Metric known = metrics.get(id);
        if (known == null) {
            known = new Metric(
                    row.getString(first + 8),
                    row.getString(first + 9),
                    MetricKind.ofWord(row.getString(first + 10)),
                    row.getInt(first + 11) != 0);
            metrics.put(id, known);
        }
        return known;
    }

    private static String name(ResultSet row, Map<Long, String> names, int id, int name) throws SQLException {
        long key = row.getLong(id);
        String known = names.get(key);
        if (known == null) {
            known = row.getString(name);
            names.put(key, known);
        }
        return known;
    }
}
