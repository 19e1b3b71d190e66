package org.allotment.core.concurrent.heap;

import java.time.Duration;
import org.allotment.core.AllocationException;
import org.allotment.core.bits.Alignment;
import org.allotment.core.concurrent.slice.SliceDepot;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SharedAllocator} is to be.
 *
 * @param checked whether frees are checked: foreign, interior, double and mismatched ones are then caught at the call
 * @param source where memory comes from; its granularity is at most 4 MiB, and any thread may call it
 * @param purger who drops the contents of free memory of that source; null to keep what there is
 * @param purgeDelay how long free memory is kept for the next user before it is purged; from 0 up
 * @param stripes heaps that virtual threads share, a power of two from 1 to 1024
 */
public record HeapOptions(
        boolean checked, MemorySource source, @Nullable VirtualMemory purger, Duration purgeDelay, int stripes) {
    private static final Duration ORDINARY_DELAY = Duration.ofMillis(500);
    private static final int MOST_STRIPES = 1_024;
    private static final long MOST_GRANULARITY = SliceDepot.MOST_SLICES * SliceDepot.SLICE;

    /**
     * Checks the figures.
     *
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if one is out of its range
     */
    public HeapOptions {
        boolean legal = stripes >= 1 && stripes <= MOST_STRIPES && Alignment.isPowerOfTwo(stripes);
        if (!legal || purgeDelay.isNegative() || source.granularity() > MOST_GRANULARITY) {
            throw AllocationException.invalidParameter("no such heaps, stripes=" + stripes + ", purgeDelay="
                    + purgeDelay.toMillis() + ", granularity=" + source.granularity());
        }
    }

    /**
     * Returns options for memory of the operating system, purged after half a second, and four stripes a processor.
     *
     * @return checked ones
     */
    public static HeapOptions ofSystem() {
        VirtualMemory memory = VirtualMemory.system();
        return new HeapOptions(
                true, MemoryMapSource.create(), memory.isNative() ? memory : null, ORDINARY_DELAY, ordinaryStripes());
    }

    /**
     * Returns options for memory of a given source, which is never purged.
     *
     * @param source where memory comes from
     * @return checked ones
     */
    public static HeapOptions of(MemorySource source) {
        return new HeapOptions(true, source, null, ORDINARY_DELAY, ordinaryStripes());
    }

    /**
     * Returns the same options for the trusting form.
     *
     * @return options that are equal but for {@link #checked()}
     */
    public HeapOptions trusting() {
        return new HeapOptions(false, source, purger, purgeDelay, stripes);
    }

    /**
     * Returns the same options with another delay.
     *
     * @param delay how long free memory is kept
     * @return options that are equal but for {@link #purgeDelay()}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is negative
     */
    public HeapOptions withPurgeDelay(Duration delay) {
        return new HeapOptions(checked, source, purger, delay, stripes);
    }

    /**
     * Returns the same options with another number of stripes.
     *
     * @param number a power of two from 1 to 1024
     * @return options that are equal but for {@link #stripes()}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is none
     */
    public HeapOptions withStripes(int number) {
        return new HeapOptions(checked, source, purger, purgeDelay, number);
    }

    private static int ordinaryStripes() {
        long stripes = Alignment.nextPowerOfTwo(4L * Runtime.getRuntime().availableProcessors());
        return (int) Math.min(stripes, MOST_STRIPES);
    }
}
