package org.allotment.core.context;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.LifetimeHint;
import org.allotment.core.Movement;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.ending.Endings;
import org.allotment.core.memory.MemoryRange;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;
import org.allotment.core.tree.TreeAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One region of memory for one context, served by the engine that fits how long its blocks live; see the package.
 *
 * <p>What a call promises, checks and refuses is what the engine promises, checks and refuses:
 * {@link BumpAllocator} for short lives, {@link BitSetAllocator} for medium ones, {@link TreeAllocator} for long ones.
 * The region never grows; {@link #memoryRange()} tells whose an address is.
 *
 * <p>{@linkplain #checked The checked form} catches what the engine's checked form catches, and calls from threads that
 * are not the owner, which is the thread that made the allocator. {@linkplain #checkedWithoutOwner Without an owner}
 * whoever holds the context may call, one at a time. {@linkplain #trusting The trusting form} catches foreign frees
 * only.
 */
public final class ContextAllocator implements Allocator {
    private final MemorySource source;
    private final MemoryRange range;
    private final LifetimeHint lifetime;
    private final @Nullable Thread owner;
    private final Allocator engine;
    private boolean closed;

    private ContextAllocator(
            MemorySource source, MemoryRange range, LifetimeHint lifetime, Allocator engine, @Nullable Thread owner) {
        this.source = source;
        this.range = range;
        this.lifetime = lifetime;
        this.engine = engine;
        this.owner = owner;
    }

    /**
     * Makes a checked allocator that belongs to the calling thread.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 32 up; rounded up to the source's unit
     * @param lifetime how long most blocks will live
     * @param blockSizeHint bytes of a typical block, from 1 up
     * @return the allocator
     * @throws AllocationException if an argument is bad, or too large for the engine, or the source has no such piece
     */
    public static ContextAllocator checked(
            MemorySource source, long byteSize, LifetimeHint lifetime, long blockSizeHint) {
        return over(source, byteSize, new ContextForm(lifetime, blockSizeHint, true), Thread.currentThread());
    }

    /**
     * Makes a checked allocator without an owner: any thread may call, one at a time.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 32 up; rounded up to the source's unit
     * @param lifetime how long most blocks will live
     * @param blockSizeHint bytes of a typical block, from 1 up
     * @return the allocator
     * @throws AllocationException if an argument is bad, or too large for the engine, or the source has no such piece
     */
    public static ContextAllocator checkedWithoutOwner(
            MemorySource source, long byteSize, LifetimeHint lifetime, long blockSizeHint) {
        return over(source, byteSize, new ContextForm(lifetime, blockSizeHint, true), null);
    }

    /**
     * Makes a trusting allocator: one thread at a time, which nobody checks.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 32 up; rounded up to the source's unit
     * @param lifetime how long most blocks will live
     * @param blockSizeHint bytes of a typical block, from 1 up
     * @return the allocator
     * @throws AllocationException if an argument is bad, or too large for the engine, or the source has no such piece
     */
    public static ContextAllocator trusting(
            MemorySource source, long byteSize, LifetimeHint lifetime, long blockSizeHint) {
        return over(source, byteSize, new ContextForm(lifetime, blockSizeHint, false), null);
    }

    private static ContextAllocator over(MemorySource source, long byteSize, ContextForm form, @Nullable Thread owner) {
        long unit = source.granularity();
        Requests.checkBlock(byteSize, unit);
        long rounded = Alignment.alignUp(byteSize, unit);
        if (rounded < ContextForm.LEAST_REGION) {
            throw AllocationException.invalidParameter("a region has at least 32 bytes, byteSize=" + rounded);
        }
        long alignment = Math.max(unit, form.granuleBytes(rounded));
        long region = source.obtain(rounded, alignment);
        if (region == MemorySource.NONE) {
            throw AllocationException.noMemory(
                    "the source has no such region, byteSize=" + rounded + ", alignment=" + alignment);
        }
        try {
            Allocator engine = form.engine(new RegionSource(region, rounded, unit), rounded);
            return new ContextAllocator(source, new MemoryRange(region, rounded), form.lifetime(), engine, owner);
        } catch (AllocationException | OutOfMemoryError refusal) {
            source.release(region, rounded);
            throw refusal;
        }
    }

    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw full(size, alignment);
        }
        return address;
    }

    /** {@inheritDoc} */
    // A test of each class instead of a virtual call: three classes at one site are more than the compiler inlines.
    @Override
    public long tryAllocate(long size, long alignment) {
        OwnerThread.check(owner);
        if (engine instanceof BumpAllocator bump) {
            return bump.tryAllocate(size, alignment);
        }
        if (engine instanceof BitSetAllocator bitSet) {
            return bitSet.tryAllocate(size, alignment);
        }
        return engine.tryAllocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        OwnerThread.check(owner);
        if (engine instanceof BumpAllocator bump) {
            bump.free(address, size, alignment);
        } else if (engine instanceof BitSetAllocator bitSet) {
            bitSet.free(address, size, alignment);
        } else {
            engine.free(address, size, alignment);
        }
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        OwnerThread.check(owner);
        return engine.tryGrowInPlace(address, size, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        OwnerThread.check(owner);
        return engine.tryShrinkInPlace(address, size, newSize);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        OwnerThread.check(owner);
        return engine.grow(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        OwnerThread.check(owner);
        return engine.shrink(address, size, newSize, alignment, movement);
    }

    /**
     * Returns how many bytes a block of some size has: what a {@link #free} may name at most.
     *
     * @param size bytes asked for, from 1 to 2^62
     * @return the size as the engine rounds it
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the size is outside that range
     */
    public long usableBytes(long size) {
        return switch (engine) {
            case BitSetAllocator bitSet -> bitSet.usableBytes(size);
            case TreeAllocator tree -> tree.usableBytes(size);
            default -> exactBytes(size);
        };
    }

    private static long exactBytes(long size) {
        Requests.checkBlock(size, 1);
        return size;
    }

    /**
     * Returns the addresses of the region: every block of this context lies in it, and no block of another.
     *
     * @return the range, from the first byte of the region to its last; no longer this context's once closed
     */
    public MemoryRange memoryRange() {
        return range;
    }

    /**
     * Returns what the context was made for.
     *
     * @return the hint that chose the engine
     */
    public LifetimeHint lifetime() {
        return lifetime;
    }

    @Override
    public boolean contains(long address) {
        OwnerThread.check(owner);
        return engine.contains(address);
    }

    @Override
    public AllocatorStatistics statistics() {
        OwnerThread.check(owner);
        return engine.statistics();
    }

    @Override
    public void close() {
        OwnerThread.check(owner);
        if (!closed) {
            closed = true;
            Endings endings = new Endings();
            endings.end(engine::close);
            endings.end(() -> source.release(range.address(), range.byteSize()));
            endings.report();
        }
    }

    Allocator engine() {
        return engine;
    }

    private AllocationException full(long size, long alignment) {
        return AllocationException.noMemory("the context has no room, freeBytes="
                + engine.statistics().freeBytes() + ", size=" + size + ", alignment=" + alignment);
    }

    @Override
    public String toString() {
        return "ContextAllocator[lifetime=" + lifetime + ", address=" + range.address() + ", byteSize="
                + range.byteSize() + ", closed=" + closed + "]";
    }
}
