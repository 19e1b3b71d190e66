package org.allotment.reports.compare;

import java.util.Arrays;
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
        long[] all = Arrays.copyOf(epochs, epochs.length + next.epochs.length);
        System.arraycopy(next.epochs, 0, all, epochs.length, next.epochs.length);
        return new Measured(
                seriesId, series, joined, Arrays.stream(all).sorted().distinct().toArray());
    }

    /** Whether all of it was measured under the same circumstances as all of the other. */
    boolean sharesEpochs(Measured other) {
        return Arrays.equals(epochs, other.epochs);
    }
}
