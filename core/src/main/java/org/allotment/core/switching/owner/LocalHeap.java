package org.allotment.core.switching.owner;

import static org.allotment.core.pagemap.PageMap.GRANULE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.bits.Alignment;
import org.allotment.core.ending.Endings;
import org.allotment.core.guard.MemoryUsage;
import org.allotment.core.guard.UsageTrackingAllocator;
import org.allotment.core.guard.UsageTrackingSizeAware;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * A single-owner engine that others may free into: memory of a thread or of a context.
 *
 * <p>At any moment it has one user or none. The user calls the engine without a lock; others {@linkplain #freeFromOutside
 * leave their frees} for the user, or act as the user for the time of one call when there is none. Methods that do not
 * say otherwise are for the user.
 */
public final class LocalHeap extends Claimed {
    private final PageMap<Territory> owners;
    private final OwnedSource source;
    private final UsageTrackingAllocator engine;
    private final @Nullable UsageTrackingSizeAware aware;
    private final long mappedAbove;
    private final RemoteFrees remote = new RemoteFrees();
    private final RemoteFrees.Receiver receiver = this::freeLate;

    private volatile boolean endsWhenEmpty;

    /** Where the last block came from; spares the map a look-up. */
    private @Nullable Territory hot;

    private final Map<Long, Territory> mappings = new HashMap<>();
    private long refusedFrees;

    private LocalHeap(
            PageMap<Territory> owners,
            MemorySource source,
            Function<MemorySource, UsageTrackingAllocator> maker,
            long mappedAbove) {
        this.owners = owners;
        this.source = new OwnedSource(source, owners, this);
        this.mappedAbove = mappedAbove;
        engine = Objects.requireNonNull(maker.apply(this.source), "engine");
        aware = engine instanceof UsageTrackingSizeAware known ? known : null;
    }

    /**
     * Makes a heap without a user.
     *
     * @param owners where its memory is entered
     * @param source where its memory comes from
     * @param maker makes the engine over a source
     * @param mappedAbove blocks above this size may come from elsewhere than the source, as mappings of their own
     * @return the heap
     */
    public static LocalHeap create(
            PageMap<Territory> owners,
            MemorySource source,
            Function<MemorySource, UsageTrackingAllocator> maker,
            long mappedAbove) {
        LocalHeap heap = new LocalHeap(owners, source, maker, mappedAbove);
        // Whoever claims it from here on sees all that was written before.
        heap.leave();
        return heap;
    }

    /** Takes what others have freed and stops being the user. Nothing left by others stays behind. */
    public void release() {
        if (isClosed()) {
            return;
        }
        try {
            takeRemoteFreesAndLeave();
        } finally {
            settleRemoteFrees();
        }
    }

    /** A heap that nobody could leave, because an engine or a source threw, would keep everybody waiting for ever. */
    private void takeRemoteFreesAndLeave() {
        try {
            try {
                takeRemoteFrees();
            } finally {
                endIfEmpty();
            }
        } finally {
            if (!isClosed()) {
                leave();
            }
        }
    }

    /**
     * Takes frees that came too late for a user who has gone: between its last look and its leaving.
     *
     * <p>A free is counted before it looks for the user, and a user leaves before it looks for frees; one of the two
     * sees the other.
     */
    private void settleRemoteFrees() {
        while (remote.arePending() && tryTakeAsVisitor()) {
            takeRemoteFreesAndLeave();
        }
    }

    /**
     * Gives the heap up for good: its last free closes it. Others may still free into it, and adopt it.
     */
    public void abandon() {
        endsWhenEmpty = true;
        release();
    }

    /** Abandons the heap if its user has ended without doing so. Any thread. */
    public void abandonIfUserIsGone() {
        if (tryReplaceGoneUser()) {
            abandon();
        }
    }

    /**
     * Becomes the user of a heap that has none or whose user has ended, for longer than a call. Any thread.
     *
     * @param candidate who wants to
     * @return false when somebody else is the user, or the heap is closed
     */
    public boolean tryAdopt(HeapUser candidate) {
        if (!tryTake(candidate)) {
            return false;
        }
        endsWhenEmpty = false;
        return true;
    }

    private void endIfEmpty() {
        if (endsWhenEmpty && engine.usage().inUse() <= 0 && engine.statistics().liveBlocks() <= 0) {
            close();
        }
    }

    /** Takes what others have freed. O(their number). */
    public void takeRemoteFrees() {
        if (remote.arePending()) {
            remote.takeAll(receiver);
        }
    }

    private void freeLate(long address, long size, long alignment) {
        try {
            freeAnywhere(address, size, alignment);
        } catch (AllocationException refusal) {
            refusedFrees++;
        }
    }

    /**
     * Counts the frees of others that were found to be wrong when they were taken.
     *
     * @return their number
     */
    public long refusedFrees() {
        return refusedFrees;
    }

    /**
     * Frees a block for somebody who is not the user. Any thread.
     *
     * <p>With no user it is done, and checked, at once; else it is left for the user to do and check.
     *
     * @param address a block of this heap
     * @param size any size from its requested to its usable one
     * @param alignment its alignment
     * @throws AllocationException if it was done at once and refused
     * @throws IllegalStateException if the heap is closed
     */
    public void freeFromOutside(long address, long size, long alignment) {
        if (tryVisit()) {
            try {
                freeAnywhere(address, size, alignment);
            } finally {
                release();
            }
        } else {
            remote.add(address, size, alignment);
            settleRemoteFrees();
        }
    }

    /**
     * Allocates a block.
     *
     * @param size bytes
     * @param alignment power of two
     * @return its address, or 0
     * @throws AllocationException if an argument is bad
     */
    public long tryAllocate(long size, long alignment) {
        takeRemoteFrees();
        long address = engine.tryAllocate(size, size > mappedAbove ? granular(alignment) : alignment);
        return address == Allocator.NULL ? Allocator.NULL : placed(address, size);
    }

    /**
     * Allocates a block.
     *
     * @param size bytes
     * @param alignment power of two
     * @return its address
     * @throws AllocationException if an argument is bad or nothing fits
     */
    public long allocate(long size, long alignment) {
        takeRemoteFrees();
        return placed(engine.allocate(size, size > mappedAbove ? granular(alignment) : alignment), size);
    }

    /** Mappings begin at granules of the map, so that no two of them meet in one; an illegal alignment stays illegal. */
    private static long granular(long alignment) {
        return alignment < GRANULE && Alignment.isPowerOfTwo(alignment) ? GRANULE : alignment;
    }

    /** Makes sure that the map knows where a new block is. */
    private long placed(long address, long size) {
        return isHot(address) ? address : place(address, size);
    }

    private long place(long address, long size) {
        Territory known = owners.get(address);
        if (known != null && known.heap() == this && known.covers(address)) {
            hot = known.mapping() ? hot : known;
            return address;
        }
        if (aware == null || !Alignment.isAligned(address, GRANULE)) {
            engine.free(address, size, 1);
            throw new IllegalStateException(
                    "the engine has blocks that are neither of its source nor mappings, address=" + address);
        }
        Territory mapping = new Territory(this, address, aware.usableSize(address), true);
        owners.set(address, mapping.byteSize(), mapping);
        mappings.put(address, mapping);
        return address;
    }

    /** The map forgets a mapping before the system may give its addresses to somebody else. */
    private void forget(Territory mapping) {
        owners.set(mapping.start(), mapping.byteSize(), null);
        mappings.remove(mapping.start());
    }

    /** Called by the source: a piece has come. */
    void settle(Territory piece) {
        hot = piece;
    }

    /** Called by the source: a piece is about to go. */
    void unsettle(Territory piece) {
        if (piece.equals(hot)) {
            hot = null;
        }
    }

    private @Nullable Territory mappingOf(long address) {
        return mappings.isEmpty() ? null : mappings.get(address);
    }

    /**
     * Tells whether an address is where the last block came from. Exact for the user.
     *
     * @param address any number
     * @return true when it is; then it is no mapping's
     */
    public boolean isHot(long address) {
        Territory last = hot;
        return last != null && last.covers(address);
    }

    /**
     * Frees a block.
     *
     * @param place where it is: the territory of this heap that covers the address
     * @param address a block of this heap
     * @param size any size from its requested to its usable one
     * @param alignment its alignment
     * @throws AllocationException if the engine refuses it
     */
    public void free(Territory place, long address, long size, long alignment) {
        if (place.mapping()) {
            freeMapping(place, address, size, alignment);
        } else {
            engine.free(address, size, alignment);
        }
    }

    /**
     * Frees a block {@linkplain #isHot where the last one came from}.
     *
     * @param address a block of this heap
     * @param size any size from its requested to its usable one
     * @param alignment its alignment
     * @throws AllocationException if the engine refuses it
     */
    public void freeHot(long address, long size, long alignment) {
        engine.free(address, size, alignment);
    }

    private void freeMapping(Territory mapping, long address, long size, long alignment) {
        if (mapping.start() != address) {
            engine.free(address, size, alignment);
            return;
        }
        forget(mapping);
        boolean freed = false;
        try {
            engine.free(address, size, alignment);
            freed = true;
        } finally {
            if (!freed) {
                place(address, size);
            }
        }
    }

    private void freeAnywhere(long address, long size, long alignment) {
        Territory place = owners.get(address);
        if (place != null && place.heap() == this) {
            free(place, address, size, alignment);
        } else {
            engine.free(address, size, alignment);
        }
    }

    /**
     * Makes a block larger where it is.
     *
     * @param address a block of this heap
     * @param size its size
     * @param newSize size wanted
     * @return whether it was done
     * @throws AllocationException if the engine refuses it
     */
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        Territory mapping = beforeResize(address);
        try {
            return engine.tryGrowInPlace(address, size, newSize);
        } finally {
            afterResize(mapping, address);
        }
    }

    /**
     * Makes a block smaller where it is.
     *
     * @param address a block of this heap
     * @param size its size
     * @param newSize size wanted
     * @return whether it was done
     * @throws AllocationException if the engine refuses it
     */
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        Territory mapping = beforeResize(address);
        try {
            return engine.tryShrinkInPlace(address, size, newSize);
        } finally {
            afterResize(mapping, address);
        }
    }

    /**
     * Makes a block larger, moving it within this heap if need be.
     *
     * @param address a block of this heap
     * @param size its size
     * @param newSize size wanted
     * @param alignment power of two
     * @param movement whether it may move
     * @return its address from now on
     * @throws AllocationException if the engine refuses it; the block is as it was
     */
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        Territory mapping = beforeResize(address);
        boolean mayMap = newSize > mappedAbove && movement == Movement.MAY_MOVE;
        long target = address;
        try {
            target = engine.grow(address, size, newSize, mayMap ? granular(alignment) : alignment, movement);
        } finally {
            afterResize(mapping, target);
        }
        return placed(target, newSize);
    }

    /**
     * Makes a block smaller, moving it within this heap if need be.
     *
     * @param address a block of this heap
     * @param size its size
     * @param newSize size wanted
     * @param alignment power of two
     * @param movement whether it may move
     * @return its address from now on
     * @throws AllocationException if the engine refuses it; the block is as it was
     */
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        Territory mapping = beforeResize(address);
        long target = address;
        try {
            target = engine.shrink(address, size, newSize, alignment, movement);
        } finally {
            afterResize(mapping, target);
        }
        return placed(target, newSize);
    }

    private @Nullable Territory beforeResize(long address) {
        takeRemoteFrees();
        Territory mapping = mappingOf(address);
        if (mapping != null) {
            forget(mapping);
        }
        return mapping;
    }

    private void afterResize(@Nullable Territory mapping, long target) {
        if (mapping != null) {
            place(target, mapping.byteSize());
        }
    }

    /**
     * Returns what went out and came back, in usable bytes.
     *
     * @return a snapshot
     */
    public MemoryUsage usage() {
        takeRemoteFrees();
        return engine.usage();
    }

    /**
     * Reports where the bytes are.
     *
     * @return a snapshot that obeys the conservation law
     */
    public AllocatorStatistics statistics() {
        takeRemoteFrees();
        return engine.statistics();
    }

    /**
     * Gives all memory back. Blocks still out become invalid; every later claim is refused, also when the engine or its
     * source could not give everything back and said so.
     */
    public void close() {
        Endings endings = new Endings();
        List.copyOf(mappings.values()).forEach(mapping -> endings.end(() -> forget(mapping)));
        endings.end(engine::close);
        endings.end(this::end);
        endings.report();
    }

    /**
     * Walks the invariants H1 to H5 of the package.
     *
     * @throws AssertionError if one is broken
     */
    public void check() {
        LocalHeapCheck.verify(this, owners, source.pieces(), mappings.values());
        AllocatorStatistics bytes = statistics();
        LocalHeapCheck.require(bytes.isConserved(), "H3 bytes are conserved", bytes);
        LocalHeapCheck.require(
                hot == null || (!hot.mapping() && hot.equals(owners.get(hot.start()))),
                "H4 the last place is a piece",
                hot);
        if (aware != null) {
            LocalHeapCheck.verifyMappings(aware, mappings.values());
        }
    }
}
