package org.allotment.reports.detect.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.stats.Robust;

/** The changes of one course, and which of them were known. */
public final class ChangeSearch {
    /** Rises when a search finds other changes in the same runs. */
    public static final int METHOD = 1;

    /** Changes of one direction that lie no further apart are the same change. */
    static final int SAME = 3;

    /** A change behind which more runs have passed without a word of it is old … */
    static final int OLD = 14;

    /** … and needs this p to be raised now. */
    static final double OLD_P = 1e-5;

    private final Course course;
    private final List<Known> known;
    private final boolean seenBefore;

    private ChangeSearch(Course course, List<Known> known, boolean seenBefore) {
        this.course = course;
        this.known = known;
        this.seenBefore = seenBefore;
    }

    /**
     * What a search changes: what lies before the one segment in front of the last standing change is left alone.
     *
     * @param changes   found in the part that was searched, by their place
     * @param retracted ids of known ones in that part that are no more
     */
    public record Result(List<Change> changes, List<Long> retracted) {
        /** Immutable. */
        public Result {
            changes = List.copyOf(changes);
            retracted = List.copyOf(retracted);
        }
    }

    /**
     * Searches a course.
     *
     * @param known      changes that earlier searches found
     * @param seenBefore whether this course, shorter, was searched before
     */
    public static Result of(Course course, List<Known> known, boolean seenBefore) {
        List<Known> inOrder = known.stream()
                .filter(each -> each.index() > 0 && each.index() < course.size())
                .sorted(Comparator.comparingInt(Known::index).thenComparingLong(Known::id))
                .toList();
        return new ChangeSearch(course, inOrder, seenBefore).search();
    }

    private Result search() {
        if (course.isStill()) {
            return matched(still(), 0);
        }
        List<Integer> standing = known.stream()
                .filter(Known::standing)
                .map(Known::index)
                .distinct()
                .toList();
        List<Integer> settled = new ArrayList<>(List.of(0));
        settled.addAll(standing.subList(0, Math.max(0, standing.size() - 1)));
        int from = settled.getLast();
        SortedSet<Integer> fixed = new TreeSet<>();
        known.stream().filter(each -> each.frozen() && each.index() > from).forEach(each -> fixed.add(each.index()));
        SortedSet<Integer> given = new TreeSet<>(fixed);
        if (!standing.isEmpty() && standing.getLast() > from) {
            given.add(standing.getLast());
        }
        List<Change> changes = Splits.of(course, settled, given, fixed).stream()
                .map(this::change)
                .toList();
        return matched(changes, from);
    }

    private Change change(Evidence evidence) {
        int[] location = evidence.location();
        Interval shift = evidence.interval();
        Interval ratio = course.isLogarithmic() ? shift.exp() : relative(shift, evidence.from(), evidence.index());
        return new Change(
                0,
                evidence.index(),
                location[0],
                location[1],
                evidence.shift() > 0,
                ratio,
                evidence.pValue(),
                evidence.to() - evidence.index() >= Evidence.LASTING);
    }

    private List<Change> still() {
        List<Integer> borders = new ArrayList<>(List.of(0));
        borders.addAll(StillLevels.borders(course.values()));
        borders.add(course.size());
        List<Change> changes = new ArrayList<>();
        for (int i = 1; i + 1 < borders.size(); i++) {
            int index = borders.get(i);
            double before = Robust.median(course.values(borders.get(i - 1), index));
            double shift = Robust.median(course.values(index, borders.get(i + 1))) - before;
            Interval exact = new Interval(shift, shift, shift);
            boolean confirmed = borders.get(i + 1) - index >= Evidence.LASTING;
            Interval ratio = relative(exact, borders.get(i - 1), index);
            changes.add(new Change(0, index, index, index, shift > 0, ratio, Double.NaN, confirmed));
        }
        return changes;
    }

    /** A ratio of levels that lie on one side of zero; of values whose sign was turned it is one of costs all the same. */
    private Interval relative(Interval shift, int from, int index) {
        double before = Robust.median(course.values(from, index));
        double behind = before + shift.point();
        if (before == 0 || before * behind <= 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN);
        }
        return before > 0
                ? new Interval(behind / before, (before + shift.low()) / before, (before + shift.high()) / before)
                : new Interval(before / behind, before / (before + shift.low()), before / (before + shift.high()));
    }

    /** Gives every change the nearest known one of its direction, and takes back those that nobody claims. */
    private Result matched(List<Change> found, int from) {
        Set<Long> claimed = new HashSet<>();
        List<Change> changes = new ArrayList<>();
        for (Change change : found) {
            Known same = known.stream()
                    .filter(each -> each.index() > from
                            && each.worse() == change.worse()
                            && !claimed.contains(each.id())
                            && Math.abs(each.index() - change.index()) <= SAME)
                    .min(Comparator.comparingInt((Known each) -> Math.abs(each.index() - change.index()))
                            .thenComparingLong(Known::id))
                    .orElse(null);
            if (same != null) {
                claimed.add(same.id());
                changes.add(change.known(same.id()));
            } else if (!isTooOld(change)) {
                changes.add(change);
            }
        }
        List<Long> retracted = known.stream()
                .filter(each ->
                        each.index() > from && !each.frozen() && !each.retracted() && !claimed.contains(each.id()))
                .map(Known::id)
                .toList();
        return new Result(changes, retracted);
    }

    private boolean isTooOld(Change change) {
        return seenBefore && course.size() - change.index() > OLD && change.pValue() > OLD_P;
    }
}
