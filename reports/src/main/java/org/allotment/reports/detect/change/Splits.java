package org.allotment.reports.detect.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The splits of a course that its runs bear out: candidates, put in their place and pruned from the weakest. */
final class Splits {
    private final Course course;
    private final List<Integer> before;
    private final SortedSet<Integer> given;
    private final SortedSet<Integer> fixed;
    private final List<Integer> borders = new ArrayList<>();
    private final Map<List<Integer>, Evidence> weighed = new HashMap<>();
    private List<Evidence> evidence = List.of();

    /**
     * Over the runs behind the last of {@code before}.
     *
     * @param before first runs of the levels that are settled, ascending, 0 the first of them
     * @param given  splits that were found before, and must be refuted
     * @param fixed  splits that must stay
     */
    private Splits(Course course, List<Integer> before, SortedSet<Integer> given, SortedSet<Integer> fixed) {
        this.course = course;
        this.before = before;
        this.given = given;
        this.fixed = fixed;
    }

    /** What holds behind the last of {@code settled}; {@code given} were found before. */
    static List<Evidence> of(Course course, List<Integer> settled, SortedSet<Integer> given, SortedSet<Integer> fixed) {
        Splits splits = new Splits(course, settled, given, fixed);
        splits.collect();
        splits.prune();
        return splits.evidence;
    }

    private void collect() {
        int from = before.getLast();
        TreeSet<Integer> all = new TreeSet<>(given);
        int start = from;
        for (int border : given) {
            all.addAll(Borders.inside(course.values(), start, border));
            start = border;
        }
        all.addAll(Borders.inside(course.values(), start, course.size()));
        borders.add(from);
        borders.addAll(all);
        borders.add(course.size());
    }

    private void prune() {
        refit();
        weigh();
        for (int weakest = weakest(); weakest >= 0; weakest = weakest()) {
            borders.subList(weakest + 1, weakest + 2).clear();
            refit();
            weigh();
        }
    }

    private void refit() {
        for (int i = 1; i + 1 < borders.size(); i++) {
            int index = borders.get(i);
            if (!fixed.contains(index)) {
                borders.set(i, Borders.refit(course.values(), borders.get(i - 1), index, borders.get(i + 1)));
            }
        }
    }

    private void weigh() {
        List<Integer> all = new ArrayList<>(before);
        all.addAll(borders.subList(1, borders.size()));
        double inflation = Evidence.inflation(course, all);
        List<Evidence> next = new ArrayList<>();
        for (int i = 1; i + 1 < borders.size(); i++) {
            List<Integer> place = List.copyOf(borders.subList(i - 1, i + 2));
            next.add(weighed.computeIfAbsent(place, each -> Evidence.of(course, each.get(0), each.get(1), each.get(2)))
                    .with(inflation));
        }
        evidence = next;
    }

    private boolean holds(Evidence each) {
        boolean stood = given.stream().anyMatch(index -> Math.abs(index - each.index()) <= Borders.REFIT);
        return fixed.contains(each.index())
                || (stood && each.stillHolds())
                || each.holds(each.from() == 0, each.to() == course.size());
    }

    /** Of those that do not hold the one whose levels are most alike; −1 when all hold. */
    private int weakest() {
        int weakest = -1;
        for (int i = 0; i < evidence.size(); i++) {
            Evidence each = evidence.get(i);
            if (!holds(each)
                    && (weakest < 0 || each.pValue() > evidence.get(weakest).pValue())) {
                weakest = i;
            }
        }
        return weakest;
    }
}
