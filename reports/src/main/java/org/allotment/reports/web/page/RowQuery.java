package org.allotment.reports.web.page;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.view.part.Frame.Scope;

/**
 * Which rows of the overview, and in which order: all of it stands in the address, so that every view can be sent to someone.
 *
 * @param text part of a name or parameter, case ignored
 * @param verdict the word of a state
 * @param subject value of the parameter {@code subject}
 * @param metric name of a metric
 * @param threads number of threads
 * @param sort name of an order, reversed with a minus before it
 * @param page which part, from 0
 */
public record RowQuery(
        String text, String verdict, String subject, String metric, String threads, String sort, int page) {

    /** Rows of one part of the table. */
    static final int PAGE = 100;

    /** Name of the parameter that tells rivals apart. */
    static final String SUBJECT = "subject";

    /**
     * Reads the parameters of an address; what makes no sense counts as absent.
     *
     * @param parameter the first value of a parameter, or empty
     */
    public static RowQuery of(UnaryOperator<String> parameter) {
        String page = parameter.apply("page");
        return new RowQuery(
                parameter.apply("q").strip(),
                parameter.apply("verdict"),
                parameter.apply(SUBJECT),
                parameter.apply("metric"),
                parameter.apply("threads"),
                parameter.apply("sort"),
                pageNumber(page));
    }

    /** Returns whether anything narrows the rows. */
    boolean narrows() {
        return !(text + verdict + subject + metric + threads).isEmpty();
    }

    Links link(String path, Scope scope) {
        return scope.link(path)
                .with("q", text)
                .with("verdict", verdict)
                .with(SUBJECT, subject)
                .with("metric", metric)
                .with("threads", threads)
                .with("sort", sort);
    }

    /** The rows that match, in order. */
    List<SeriesRow> apply(List<SeriesRow> rows) {
        return rows.stream().filter(this::matches).sorted(order()).toList();
    }

    private boolean matches(SeriesRow row) {
        SeriesInfo series = row.series();
        return (verdict.isEmpty() || row.state().word().equals(verdict))
                && (subject.isEmpty() || subject.equals(series.params().values().get(SUBJECT)))
                && (metric.isEmpty() || series.metric().equals(metric))
                && (threads.isEmpty() || Integer.toString(series.threads()).equals(threads))
                && series.mentions(text);
    }

    private Comparator<SeriesRow> order() {
        Comparator<SeriesRow> byName = Comparator.comparing(
                        (SeriesRow row) -> row.series().label())
                .thenComparingLong(row -> row.series().id());
        Comparator<SeriesRow> natural = switch (sort.startsWith("-") ? sort.substring(1) : sort) {
            case "name" -> byName;
            case "metric" -> Comparator.comparing(row -> row.series().metric());
            case "threads" -> Comparator.comparingInt(row -> row.series().threads());
            case "value" -> descending(SeriesRow::score);
            case "change" -> descending(SeriesRow::ratio);
            case "sensitivity" -> descending(SeriesRow::mde);
            default ->
                Comparator.comparingInt((SeriesRow row) -> row.state().rank())
                        .thenComparing(descending(row -> Math.abs(Math.log(row.ratio()))));
        };
        return (sort.startsWith("-") ? natural.reversed() : natural).thenComparing(byName);
    }

    /** Largest first, and what is no number last. */
    private static Comparator<SeriesRow> descending(ToDoubleFunction<SeriesRow> key) {
        return Comparator.comparingDouble(row -> {
            double value = key.applyAsDouble(row);
            return Double.isNaN(value) ? Double.POSITIVE_INFINITY : -value;
        });
    }

    /** The number of a page, from 0; of what is none, the first. */
    public static int pageNumber(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }
}
