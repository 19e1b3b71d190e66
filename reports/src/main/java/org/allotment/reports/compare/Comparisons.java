package org.allotment.reports.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.compare.PairQuery.SeriesKey;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.stats.MeanDifference;
import org.allotment.reports.store.Store;
import org.jdbi.v3.core.Handle;

/** Compares. */
public final class Comparisons {
    private final Store store;

    /** Over an open store. */
    public Comparisons(Store store) {
        this.store = store;
    }

    /**
     * What is to be compared.
     *
     * @param branch where a side is looked for that is not named
     * @param base   name of the base, empty for the night before the head
     * @param head   name of the head, empty for the newest night of the branch
     */
    public record Question(String project, String branch, String base, String head) {}

    /** The comparison, or nothing when one of the sides is not there. */
    public Optional<Comparison> of(Question question) {
        return store.read(handle -> {
            SideQuery sides = new SideQuery(handle, question.project());
            Optional<Side> head = question.head().isEmpty()
                    ? sides.newest(question.branch()).stream().findFirst()
                    : sides.named(question.head());
            Optional<Side> base = question.base().isEmpty()
                    ? head.flatMap(found -> sides.before(found.newest()))
                    : sides.named(question.base());
            return head.flatMap(later -> base.map(earlier -> compared(handle, earlier, later)));
        });
    }

    private static Comparison compared(Handle handle, Side base, Side head) {
        PairQuery query = new PairQuery(handle);
        Map<SeriesKey, Measured> before = query.of(base, false);
        Map<SeriesKey, Measured> after = query.of(head, true);
        List<Told> told = new ArrayList<>();
        int onlyHead = 0;
        for (Map.Entry<SeriesKey, Measured> entry : after.entrySet()) {
            Measured earlier = before.get(entry.getKey());
            SeriesInfo series = entry.getValue().series();
            if (earlier == null || series == null) {
                onlyHead++;
            } else {
                told.add(new Told(series, earlier, entry.getValue()));
            }
        }
        List<Pair> pairs = Told.judged(told);
        List<MeanDifference> times = Told.differences(told);
        MeanDifference mean = MeanDifference.mean(times);
        return new Comparison(
                base,
                head,
                pairs.stream()
                        .map(Labelled::of)
                        .sorted(ORDER)
                        .map(Labelled::pair)
                        .toList(),
                mean.interval().exp(),
                times.size(),
                before.size() - told.size(),
                onlyHead);
    }

    /** Most pairs are alike but for their names, which are put together once and not for each look at them. */
    private record Labelled(Pair pair, String label) {
        static Labelled of(Pair pair) {
            return new Labelled(pair, pair.series().label());
        }
    }

    /** What moved, then the least likely to be chance, then the largest. */
    private static final Comparator<Labelled> ORDER = Comparator.comparing(
                    (Labelled each) -> !each.pair.verdict().isMoved())
            .thenComparingDouble(each -> chance(each.pair))
            .thenComparingDouble(each -> size(each.pair))
            .thenComparing(Labelled::label)
            .thenComparingLong(each -> each.pair.series().id());

    private static double chance(Pair pair) {
        return Double.isNaN(pair.pValue()) ? pair.verdict().isMoved() ? 0 : 2 : pair.pValue();
    }

    private static double size(Pair pair) {
        double size = Math.abs(Math.log(pair.ratio().point()));
        return Double.isNaN(size) ? Double.POSITIVE_INFINITY : -size;
    }
}
