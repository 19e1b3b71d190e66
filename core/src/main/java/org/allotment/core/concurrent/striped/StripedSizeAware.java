package org.allotment.core.concurrent.striped;

import java.util.function.Function;
import java.util.function.Supplier;
import org.allotment.core.AllocationException;
import org.allotment.core.SizeAware;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.source.MemorySource;

/** A {@link StripedAllocator} over engines that know the size of their blocks. */
public final class StripedSizeAware extends StripedAllocator implements SizeAware {
    /**
     * Makes an allocator.
     *
     * @param count how many stripes, from 1 to {@link #MOST_STRIPES}; about one for each processor is right
     * @param locks makes a lock for each stripe, a new one every time, as in {@code SpinLock::new}
     * @param source where all memory comes from; called by one thread at a time, which is not always the same
     * @param maker makes the engine of a stripe over a source; without an owner, with all its blocks from that source
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is out of range, or a lock comes twice; or
     *     what an engine refuses
     */
    public StripedSizeAware(
            int count,
            Supplier<? extends HeapLock> locks,
            MemorySource source,
            Function<? super MemorySource, ? extends SizeAware> maker) {
        super(count, locks, source, maker);
    }

    private static SizeAware engine(Stripe home) {
        SizeAware engine = home.aware();
        if (engine == null) {
            throw new IllegalStateException("the engine knows no sizes, stripe=" + home.index());
        }
        return engine;
    }

    @Override
    public void free(long address) {
        Stripe home = home(address);
        home.lock().lock();
        try {
            engine(home).free(address);
        } finally {
            home.lock().unlock();
        }
    }

    @Override
    public long usableSize(long address) {
        Stripe home = home(address);
        home.lock().lock();
        try {
            return engine(home).usableSize(address);
        } finally {
            home.lock().unlock();
        }
    }
}
