package org.allotment.reports.compare;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.allotment.reports.model.history.SeriesInfo;
import org.jspecify.annotations.Nullable;

/** One series of a side. */
final class Measured {
    private final long seriesId;
    private final @Nullable SeriesInfo series;

    /** Fork means, those of one run behind those of another. */
    private final double[] values;

    /** Ascending, each once. */
    private final long[] epochs;

    /** What one run measured; with null for a series that was not asked for. */
    Measured(long seriesId, @Nullable SeriesInfo series, double[] values, long epoch) {
        this(seriesId, series, values, new long[] {epoch});
    }

    private Measured(long seriesId, @Nullable SeriesInfo series, double[] values, long[] epochs) {
        this.seriesId = seriesId;
        this.series = series;
        this.values = values;
        this.epochs = epochs;
    }

    long seriesId() {
        return seriesId;
    }

    @Nullable
    SeriesInfo series() {
        return series;
    }

    /** Fork means, not a copy. */
    double[] values() {
        return values;
    }

    /** The same with another run. */
    Measured and(Measured next) {
        double[] joined = Arrays.copyOf(values, values.length + next.values.length);
        System.arraycopy(next.values, 0, joined, values.length, next.values.length);
        return new Measured(seriesId, series, joined, union(epochs, next.epochs));
    }

    /** Most runs of a side share their epoch. */
    private static long[] union(long[] some, long[] more) {
        return Arrays.equals(some, more)
                ? some
                : LongStream.concat(Arrays.stream(some), Arrays.stream(more))
                        .sorted()
                        .distinct()
                        .toArray();
    }

    /** Whether all of it was measured under the same circumstances as all of the other. */
    boolean sharesEpochs(Measured other) {
        return Arrays.equals(epochs, other.epochs);
    }
}
