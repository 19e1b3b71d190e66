package org.allotment.core.concurrent;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.SizeAware;

/**
 * Asks a hook for help when an allocator is full, and tries again: the hook may free blocks, trim caches or add memory.
 *
 * <p>Put it around the lock, as in {@code RescuingAllocator.around(new LockedSizeAware(engine, lock), hook, 3)}: then the
 * hook runs outside the lock and may use this allocator like anybody else. While a thread is inside the hook its own
 * calls are not rescued again; they are refused at once when memory is short. Several threads that run short at the same
 * time are each in the hook, side by side.
 *
 * <p>Rescued are {@link #allocate}, {@link #tryAllocate}, and the {@link #grow} and {@link #shrink} that may move. After
 * the given number of rescues, or the first that cannot help, the refusal stands. What the hook throws reaches the
 * caller; nothing is allocated then.
 *
 * <p>Any thread may call it that may call the allocator within; which a closed one answers as the closed allocator does.
 */
public sealed class RescuingAllocator implements Allocator {
    /** Most rescues of one call. */
    public static final int MOST_RESCUES = 64;

    /** Helps an allocator that is full. */
    @FunctionalInterface
    public interface Rescue {
        /**
         * Tries to make room.
         *
         * @param size bytes wanted
         * @param alignment alignment wanted
         * @param attempt 1 for the first rescue of a call, then one more for each
         * @return true when it is worth trying again, false to let the refusal stand
         */
        boolean rescue(long size, long alignment, int attempt);
    }

    private final Allocator allocator;
    private final Rescue rescue;
    private final int mostRescues;

    /** Threads inside the hook; touched only when memory is short. */
    private final Set<Thread> rescued = ConcurrentHashMap.newKeySet();

    private RescuingAllocator(Allocator allocator, Rescue rescue, int mostRescues) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.rescue = Objects.requireNonNull(rescue, "rescue");
        this.mostRescues = mostRescues;
    }

    /**
     * Puts a hook around an allocator.
     *
     * @param allocator one that does its own locking, if it needs any; closed together with this one
     * @param rescue what is asked for help; may be called from several threads at once
     * @param mostRescues rescues of one call, from 1 to {@link #MOST_RESCUES}
     * @return an allocator that also frees by address alone if the given one does
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is out of its range
     */
    public static Allocator around(Allocator allocator, Rescue rescue, int mostRescues) {
        checkRescues(mostRescues);
        return allocator instanceof SizeAware aware
                ? new OfSizeAware(aware, rescue, mostRescues)
                : new RescuingAllocator(allocator, rescue, mostRescues);
    }

    /**
     * Puts a hook around an allocator that knows the size of its blocks.
     *
     * @param allocator one that does its own locking, if it needs any; closed together with this one
     * @param rescue what is asked for help; may be called from several threads at once
     * @param mostRescues rescues of one call, from 1 to {@link #MOST_RESCUES}
     * @return an allocator that frees by address alone
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is out of its range
     */
    public static SizeAware around(SizeAware allocator, Rescue rescue, int mostRescues) {
        checkRescues(mostRescues);
        return new OfSizeAware(allocator, rescue, mostRescues);
    }

    private static void checkRescues(int mostRescues) {
        if (mostRescues < 1 || mostRescues > MOST_RESCUES) {
            throw AllocationException.invalidParameter(
                    "from 1 to " + MOST_RESCUES + " rescues of one call, mostRescues=" + mostRescues);
        }
    }

    @Override
    public final long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw AllocationException.noMemory(
                    "no free block is large enough after rescue, size=" + size + ", alignment=" + alignment);
        }
        return address;
    }

    @Override
    public final long tryAllocate(long size, long alignment) {
        long address = allocator.tryAllocate(size, alignment);
        return address != NULL ? address : rescueAndAllocate(size, alignment);
    }

    private long rescueAndAllocate(long size, long alignment) {
        long address = NULL;
        for (int attempt = 1; address == NULL && attempt <= mostRescues; attempt++) {
            if (!isRescued(size, alignment, attempt)) {
                return NULL;
            }
            address = allocator.tryAllocate(size, alignment);
        }
        return address;
    }

    /** Runs the hook once, unless this thread is inside it. */
    private boolean isRescued(long size, long alignment, int attempt) {
        Thread caller = Thread.currentThread();
        if (!rescued.add(caller)) {
            return false;
        }
        try {
            return rescue.rescue(size, alignment, attempt);
        } finally {
            rescued.remove(caller);
        }
    }

    @Override
    public final void free(long address, long size, long alignment) {
        allocator.free(address, size, alignment);
    }

    @Override
    public final boolean tryGrowInPlace(long address, long size, long newSize) {
        return allocator.tryGrowInPlace(address, size, newSize);
    }

    @Override
    public final boolean tryShrinkInPlace(long address, long size, long newSize) {
        return allocator.tryShrinkInPlace(address, size, newSize);
    }

    @Override
    public final long grow(long address, long size, long newSize, long alignment, Movement movement) {
        for (int attempt = 1; ; attempt++) {
            try {
                return allocator.grow(address, size, newSize, alignment, movement);
            } catch (AllocationException refusal) {
                rescueOrRethrow(refusal, newSize, alignment, movement, attempt);
            }
        }
    }

    @Override
    public final long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        for (int attempt = 1; ; attempt++) {
            try {
                return allocator.shrink(address, size, newSize, alignment, movement);
            } catch (AllocationException refusal) {
                rescueOrRethrow(refusal, newSize, alignment, movement, attempt);
            }
        }
    }

    private void rescueOrRethrow(
            AllocationException refusal, long size, long alignment, Movement movement, int attempt) {
        boolean mayHelp = refusal.kind() == AllocationException.Kind.NO_MEMORY && movement == Movement.MAY_MOVE;
        if (!mayHelp || attempt > mostRescues || !isRescued(size, alignment, attempt)) {
            throw refusal;
        }
    }

    @Override
    public final boolean contains(long address) {
        return allocator.contains(address);
    }

    @Override
    public final AllocatorStatistics statistics() {
        return allocator.statistics();
    }

    @Override
    public final void close() {
        allocator.close();
    }

    /** The same around an allocator that knows the size of its blocks. */
    private static final class OfSizeAware extends RescuingAllocator implements SizeAware {
        private final SizeAware allocator;

        private OfSizeAware(SizeAware allocator, Rescue rescue, int mostRescues) {
            super(allocator, rescue, mostRescues);
            this.allocator = allocator;
        }

        @Override
        public void free(long address) {
            allocator.free(address);
        }

        @Override
        public long usableSize(long address) {
            return allocator.usableSize(address);
        }
    }
}
