package org.allotment.reports.web.page.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.allotment.reports.model.history.SeriesHistory.Point;

/**
 * The places of the runs of two branches on one axis: by the order of their commits, which is one for a project, and then by
 * time. Each branch keeps its own order.
 *
 * @param first places of the runs of the page's own branch
 * @param second places of those of the other
 * @param runs all of them in their order
 */
public record Axis(List<Integer> first, List<Integer> second, List<Point> runs) {
    private static final Comparator<Point> ORDER =
            Comparator.comparingLong(Point::order).thenComparing(Point::started);

    /** Merges two histories, each oldest first. */
    public static Axis of(List<Point> own, List<Point> other) {
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        List<Point> runs = new ArrayList<>();
        while (first.size() < own.size() || second.size() < other.size()) {
            boolean ownNext = second.size() == other.size()
                    || (first.size() < own.size()
                            && ORDER.compare(own.get(first.size()), other.get(second.size())) <= 0);
            Point next = ownNext ? own.get(first.size()) : other.get(second.size());
            (ownNext ? first : second).add(runs.size());
            runs.add(next);
        }
        return new Axis(first, second, runs);
    }
}
