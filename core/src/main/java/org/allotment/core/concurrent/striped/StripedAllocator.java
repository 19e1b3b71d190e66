package org.allotment.core.concurrent.striped;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.ending.Endings;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.MemorySource;

/**
 * Lets any number of threads use several single-owner engines of one kind as one allocator.
 *
 * <p>An allocation claims a stripe, an engine with a lock, for the time of the call: the one where the thread was last,
 * else one that is free, else it waits. A free, and a resize, goes to the stripe of the block, which a map from addresses
 * to stripes knows. A stripe that is full is no refusal as long as another has room.
 *
 * <p>Only the engines and the memory source run under a lock, never hooks: put budgets and rescues around, as in {@code
 * RescuingAllocator.around(striped, hook, 3)}. What one thread wrote into a block before it freed it is seen by whoever
 * gets the block next. Checks are the engines' own; addresses of no stripe are refused here.
 *
 * <p><b>Threading:</b> any thread, platform or virtual. Allocate and free are the engine's plus one lock, which is free in
 * the usual case; no garbage where nobody waits in a queue.
 */
public sealed class StripedAllocator implements Allocator permits StripedSizeAware {
    /** Most stripes. */
    public static final int MOST_STRIPES = 256;

    private final PageMap<StripeSource> owners = new PageMap<>();
    private final Stripe[] stripes;
    private final Claims claims;

    /** Set before the engines are closed, so that an address which is no longer in the map is not called foreign. */
    private volatile boolean closed;

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
    public StripedAllocator(
            int count,
            Supplier<? extends HeapLock> locks,
            MemorySource source,
            Function<? super MemorySource, ? extends Allocator> maker) {
        if (count < 1 || count > MOST_STRIPES) {
            throw AllocationException.invalidParameter("from 1 to " + MOST_STRIPES + " stripes, count=" + count);
        }
        Objects.requireNonNull(source, "source");
        HeapLock sourceLock = new QueuedLock();
        stripes = new Stripe[count];
        for (int i = 0; i < count; i++) {
            HeapLock lock = Objects.requireNonNull(locks.get(), "lock");
            requireNew(lock, i);
            stripes[i] = new Stripe(i, lock, new StripeSource(i, source, sourceLock, owners));
        }
        makeEngines(maker);
        claims = new Claims(stripes);
    }

    /** Two stripes with one lock would wait for themselves wherever all are taken. */
    private void requireNew(HeapLock lock, int made) {
        for (int i = 0; i < made; i++) {
            if (stripes[i].lock() == lock) {
                throw AllocationException.invalidParameter(
                        "each stripe needs a lock of its own, stripe=" + made + ", sameAs=" + i);
            }
        }
    }

    private void makeEngines(Function<? super MemorySource, ? extends Allocator> maker) {
        int made = 0;
        try {
            for (; made < stripes.length; made++) {
                Allocator engine = maker.apply(stripes[made].source());
                stripes[made].hold(Objects.requireNonNull(engine, "engine"));
            }
        } catch (RuntimeException | Error e) {
            Endings endings = new Endings();
            endings.end(() -> {
                throw e;
            });
            for (int i = 0; i < made; i++) {
                endings.end(stripes[i].engine()::close);
            }
            endings.report();
        }
    }

    /** All stripes, for the walk. */
    final Stripe[] stripes() {
        return stripes;
    }

    /** Whose an address is, for the walk. */
    final PageMap<StripeSource> owners() {
        return owners;
    }

    /**
     * Returns how many stripes there are.
     *
     * @return their number
     */
    public final int count() {
        return stripes.length;
    }

    /**
     * Finds the stripe of a block.
     *
     * @param address a block
     * @return its stripe
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if it is of none
     * @throws IllegalStateException if this allocator is closed
     */
    final Stripe home(long address) {
        StripeSource owner = owners.get(address);
        requireOpen();
        if (owner == null) {
            throw AllocationException.notAllocated("no block of any stripe, address=" + address);
        }
        return stripes[owner.stripe()];
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, stripes=" + stripes.length);
        }
    }

    @Override
    public final long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw AllocationException.noMemory(
                    "no stripe has room, stripes=" + stripes.length + ", size=" + size + ", alignment=" + alignment);
        }
        return address;
    }

    @Override
    public final long tryAllocate(long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        Stripe claimed = claims.claim();
        long address;
        try {
            address = claimed.tryAllocate(size, alignment);
        } finally {
            claimed.lock().unlock();
        }
        return address != NULL ? address : tryElsewhere(claimed, size, alignment);
    }

    /** Asks all other stripes, one after another. */
    private long tryElsewhere(Stripe full, long size, long alignment) {
        for (int i = 1; i < stripes.length; i++) {
            Stripe other = stripes[(full.index() + i) % stripes.length];
            other.lock().lock();
            try {
                long address = other.tryAllocate(size, alignment);
                if (address != NULL) {
                    return address;
                }
            } finally {
                other.lock().unlock();
            }
        }
        return NULL;
    }

    @Override
    public final void free(long address, long size, long alignment) {
        Stripe home = home(address);
        home.lock().lock();
        try {
            home.engine().free(address, size, alignment);
        } finally {
            home.lock().unlock();
        }
    }

    @Override
    public final boolean tryGrowInPlace(long address, long size, long newSize) {
        Stripe home = home(address);
        home.lock().lock();
        try {
            return home.engine().tryGrowInPlace(address, size, newSize);
        } finally {
            home.lock().unlock();
        }
    }

    @Override
    public final boolean tryShrinkInPlace(long address, long size, long newSize) {
        Stripe home = home(address);
        home.lock().lock();
        try {
            return home.engine().tryShrinkInPlace(address, size, newSize);
        } finally {
            home.lock().unlock();
        }
    }

    @Override
    public final long grow(long address, long size, long newSize, long alignment, Movement movement) {
        Stripe home = home(address);
        AllocationException full;
        home.lock().lock();
        try {
            return home.grow(address, size, newSize, alignment, movement);
        } catch (AllocationException refusal) {
            full = refusal;
        } finally {
            home.lock().unlock();
        }
        return moveElsewhere(full, home, new Resize(address, size, newSize, alignment, movement));
    }

    @Override
    public final long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        Stripe home = home(address);
        AllocationException full;
        home.lock().lock();
        try {
            return home.shrink(address, size, newSize, alignment, movement);
        } catch (AllocationException refusal) {
            full = refusal;
        } finally {
            home.lock().unlock();
        }
        return moveElsewhere(full, home, new Resize(address, size, newSize, alignment, movement));
    }

    /** What was asked of an engine that had no room; made only then. */
    private record Resize(long address, long size, long newSize, long alignment, Movement movement) {}

    /**
     * Moves a block to another stripe, if the refusal was for want of room. The copy is made under no lock: until it is
     * freed the old block is its owner's.
     */
    private long moveElsewhere(AllocationException full, Stripe home, Resize wanted) {
        boolean mayHelp = full.kind() == AllocationException.Kind.NO_MEMORY && wanted.movement() == Movement.MAY_MOVE;
        long target = mayHelp ? tryElsewhere(home, wanted.newSize(), wanted.alignment()) : NULL;
        if (target == NULL) {
            throw full;
        }
        RawAccess.copy(wanted.address(), target, Math.min(wanted.size(), wanted.newSize()));
        boolean freed = false;
        try {
            freeIn(home, wanted.address(), wanted.size());
            freed = true;
        } finally {
            if (!freed) {
                freeIn(home(target), target, wanted.newSize());
            }
        }
        return target;
    }

    private static void freeIn(Stripe stripe, long address, long size) {
        stripe.lock().lock();
        try {
            stripe.freeAnyway(address, size);
        } finally {
            stripe.lock().unlock();
        }
    }

    @Override
    public final boolean contains(long address) {
        boolean owned = owners.get(address) != null;
        requireOpen();
        return owned;
    }

    /** {@inheritDoc} Of one moment: all stripes wait for it. */
    @Override
    public final AllocatorStatistics statistics() {
        requireOpen();
        lockAll();
        try {
            AllocatorStatistics sum = stripes[0].engine().statistics();
            for (int i = 1; i < stripes.length; i++) {
                sum = sum.plus(stripes[i].engine().statistics());
            }
            return sum;
        } finally {
            unlockAll();
        }
    }

    /** In the order of their numbers; nobody else holds one stripe while it waits for another. */
    final void lockAll() {
        for (Stripe stripe : stripes) {
            stripe.lock().lock();
        }
    }

    final void unlockAll() {
        for (Stripe stripe : stripes) {
            stripe.lock().unlock();
        }
    }

    @Override
    public final void close() {
        lockAll();
        try {
            closed = true;
            Endings endings = new Endings();
            for (Stripe stripe : stripes) {
                endings.end(stripe.engine()::close);
            }
            endings.report();
        } finally {
            unlockAll();
        }
    }
}
