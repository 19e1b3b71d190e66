package org.allotment.core.tree;

import static org.allotment.core.tree.TreeLayout.GRANULE;
import static org.allotment.core.tree.TreeLayout.GRANULE_SHIFT;
import static org.allotment.core.tree.TreeLayout.LARGEST;
import static org.allotment.core.tree.TreeLayout.blockBytes;
import static org.allotment.core.tree.TreeLayout.bytesOf;
import static org.allotment.core.tree.TreeLayout.classOf;

import java.util.Arrays;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * Hands out blocks of powers of two from one region, whose free blocks stand in red-black trees by address; see the
 * package for the picture.
 *
 * <p>A block has the smallest power of two, from 32 bytes to 1 MiB, that its size fits in; above that it is made of as
 * many neighbouring blocks of 1 MiB as it needs. Any power of two serves as alignment. There is no header: frees carry
 * the size. Blocks grow in place into what is free behind them, and shrink in place always.
 *
 * <p>Both forms run the same algorithm. {@linkplain #checked The checked one} catches foreign, interior, double and
 * mismatched frees, and calls from threads that are not the owner, which is the thread that made the allocator.
 * {@linkplain #trusting The trusting one} catches foreign frees only, believes the size of a free, and leaves the threads
 * to its caller.
 *
 * <p>Allocating and freeing are O(log free blocks), and O(1) without a look at the region when a block comes back as it
 * went. For alignments above 32 bytes, for more than 1 MiB and before a refusal, an allocation may look at all free
 * blocks.
 */
public final class TreeAllocator implements Allocator {
    private final MemorySource source;
    private final boolean checked;
    private final @Nullable Thread owner;
    private final FreeBlocks blocks;
    private final long sourceBytes;

    /** {@link FreeBlocks#spares}, {@link FreeBlocks#room} and {@link BlockMap#codes}, here to save a step. */
    private final long[] spares;

    private final int[] room;

    private final byte[] codes;
    private final long base;

    /** Bytes from the base that blocks can have; zero when closed. */
    private long usable;

    private long liveBytes;
    private long liveBlocks;
    private boolean closed;

    private TreeAllocator(MemorySource source, long region, byte[] codes, long byteSize, Form form) {
        this.source = source;
        checked = form.checked;
        owner = form.owner;
        sourceBytes = byteSize;
        base = region;
        usable = Alignment.alignDown(byteSize, GRANULE);
        this.codes = codes;
        blocks = new FreeBlocks(region, region + usable, codes);
        spares = blocks.spares;
        room = blocks.room;
    }

    private record Form(boolean checked, @Nullable Thread owner) {}

    /**
     * Makes a checked allocator over one piece of a source, which belongs to the calling thread.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 32 to 2^35; rounded up to the source's unit
     * @return the allocator
     * @throws AllocationException if the size is bad or the source has no such piece
     */
    public static TreeAllocator checked(MemorySource source, long byteSize) {
        return over(source, byteSize, new Form(true, Thread.currentThread()));
    }

    /**
     * Makes a checked allocator without an owner, for use under a lock: any thread may call, one at a time.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 32 to 2^35; rounded up to the source's unit
     * @return the allocator
     * @throws AllocationException if the size is bad or the source has no such piece
     */
    public static TreeAllocator checkedWithoutOwner(MemorySource source, long byteSize) {
        return over(source, byteSize, new Form(true, null));
    }

    /**
     * Makes a trusting allocator: one thread at a time, which nobody checks.
     *
     * @param source where the region comes from and goes back to
     * @param byteSize bytes of the region, from 32 to 2^35; rounded up to the source's unit
     * @return the allocator
     * @throws AllocationException if the size is bad or the source has no such piece
     */
    public static TreeAllocator trusting(MemorySource source, long byteSize) {
        return over(source, byteSize, new Form(false, null));
    }

    private static TreeAllocator over(MemorySource source, long byteSize, Form form) {
        long granularity = source.granularity();
        Requests.checkBlock(byteSize, granularity);
        long rounded = Alignment.alignUp(byteSize, granularity);
        if (rounded < GRANULE || rounded > BlockMap.MAX_BYTES) {
            throw AllocationException.invalidParameter("a region has from 32 to 2^35 bytes, byteSize=" + rounded);
        }
        // Before the region is obtained: there may be no room for the map.
        byte[] codes = BlockMap.codesFor(rounded);
        long region = source.obtain(rounded, Math.max(granularity, GRANULE));
        if (region == MemorySource.NONE) {
            throw AllocationException.noMemory("the source has no such region, byteSize=" + rounded);
        }
        try {
            return new TreeAllocator(source, region, codes, rounded, form);
        } catch (OutOfMemoryError noMetadata) {
            source.release(region, rounded);
            throw noMetadata;
        }
    }

    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw noMemory(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        OwnerThread.check(owner);
        if (TreeLayout.isPlain(size, alignment)) {
            int sizeClass = classOf(size);
            long block = spares[sizeClass];
            if (block != NULL && (block & (alignment - 1)) == 0) {
                spares[sizeClass] = RawAccess.getLong(block);
                room[sizeClass]++;
                codes[place(block - base)] = (byte) (BlockMap.LIVE + sizeClass);
                liveBytes += bytesOf(sizeClass);
                liveBlocks++;
                return block;
            }
        }
        return allocateSlowly(size, alignment);
    }

    private long allocateSlowly(long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        if (size > usable) {
            return NULL;
        }
        long bytes = blockBytes(size);
        long address = blocks.take(bytes, alignment);
        if (address != NULL) {
            blocks.map.live(address, bytes);
            liveBytes += bytes;
            liveBlocks++;
        }
        return address;
    }

    @Override
    public void free(long address, long size, long alignment) {
        OwnerThread.check(owner);
        long offset = address - base;
        if (TreeLayout.isPlain(size, alignment) && Long.compareUnsigned(offset, usable) < 0) {
            int sizeClass = classOf(size);
            if (checked ? isBlock(offset, sizeClass, alignment) : bytesOf(sizeClass) <= usable - offset) {
                liveBytes -= bytesOf(sizeClass);
                liveBlocks--;
                keep(address, sizeClass);
                return;
            }
        }
        freeSlowly(address, size, alignment);
    }

    private static int place(long offset) {
        return (int) (offset >>> GRANULE_SHIFT) + 1;
    }

    /** Tells whether a live block of a class starts at an offset from the base, with an alignment. */
    private boolean isBlock(long offset, int sizeClass, long alignment) {
        return codes[place(offset)] == BlockMap.LIVE + sizeClass
                && (offset & (GRANULE - 1)) == 0
                && ((base + offset) & (alignment - 1)) == 0;
    }

    /** Makes a block that was live a spare of its class, or a free one when there are enough. */
    private void keep(long block, int sizeClass) {
        int left = room[sizeClass];
        if (left == 0) {
            codes[place(block - base)] = 0;
            blocks.put(block, sizeClass);
            return;
        }
        room[sizeClass] = left - 1;
        RawAccess.putLong(block, spares[sizeClass]);
        spares[sizeClass] = block;
        codes[place(block - base)] = (byte) (BlockMap.SPARE + sizeClass);
    }

    private void freeSlowly(long address, long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        long bytes = requireBlock(address, size);
        if (checked && !Alignment.isAligned(address, alignment)) {
            throw AllocationException.invalidParameter(
                    "the block does not have this alignment, address=" + address + ", alignment=" + alignment);
        }
        release(address, bytes);
    }

    /** Takes back a block that is known to be live. */
    private void release(long address, long bytes) {
        liveBytes -= bytes;
        liveBlocks--;
        if (bytes <= LARGEST) {
            keep(address, classOf(bytes));
        } else {
            blocks.map.retire(address, bytes);
            blocks.fill(address, address + bytes);
        }
    }

    /** The bytes of a live block, as far as this form can tell. */
    private long requireBlock(long address, long size) {
        long offset = address - base;
        if (Long.compareUnsigned(offset, usable) >= 0) {
            throw notAllocated(address);
        }
        if (!checked) {
            return trustedBytes(offset, size);
        }
        long bytes = Alignment.isAligned(offset, GRANULE) ? blocks.map.liveBytes(address) : 0;
        if (bytes == 0) {
            throw notAllocated(address);
        }
        if (size > bytes || blockBytes(size) != bytes) {
            throw AllocationException.invalidParameter(
                    "the block has another size, address=" + address + ", size=" + size + ", blockBytes=" + bytes);
        }
        return bytes;
    }

    /** Even here no block leaves the region. */
    private long trustedBytes(long offset, long size) {
        if (size > usable - offset || blockBytes(size) > usable - offset) {
            throw AllocationException.invalidParameter(
                    "no block there is so large, address=" + (base + offset) + ", size=" + size);
        }
        return blockBytes(size);
    }

    /** {@inheritDoc} Succeeds when what lies behind, up to the new end, is free, be it one block or several. */
    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        enter();
        Requests.checkGrowth(size, newSize);
        return extend(address, requireBlock(address, size), newSize);
    }

    private boolean extend(long address, long bytes, long newSize) {
        if (newSize > blocks.end - address) {
            return false;
        }
        long wanted = blockBytes(newSize);
        if (wanted != bytes) {
            if (!blocks.takeRange(address + bytes, address + wanted)) {
                return false;
            }
            resized(address, bytes, wanted);
        }
        return true;
    }

    /** {@inheritDoc} Always succeeds; the end of the block is free at once. */
    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        enter();
        Requests.checkShrinkage(size, newSize);
        truncate(address, requireBlock(address, size), newSize);
        return true;
    }

    private void truncate(long address, long bytes, long newSize) {
        long wanted = blockBytes(newSize);
        if (wanted != bytes) {
            resized(address, bytes, wanted);
            blocks.fill(address + wanted, address + bytes);
        }
    }

    private void resized(long address, long bytes, long newBytes) {
        blocks.map.retire(address, bytes);
        blocks.map.live(address, newBytes);
        liveBytes += newBytes - bytes;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        enter();
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        long bytes = requireBlock(address, size);
        if (Alignment.isAligned(address, alignment) && extend(address, bytes, newSize)) {
            return address;
        }
        return move(address, size, newSize, alignment, movement);
    }

    /** {@inheritDoc} Moves only for a larger alignment. */
    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        enter();
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        long bytes = requireBlock(address, size);
        if (Alignment.isAligned(address, alignment)) {
            truncate(address, bytes, newSize);
            return address;
        }
        return move(address, size, newSize, alignment, movement);
    }

    private long move(long address, long size, long newSize, long alignment, Movement movement) {
        if (movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("the block would have to move, address=" + address + ", size=" + size
                    + ", newSize=" + newSize + ", alignment=" + alignment);
        }
        long target = allocate(newSize, alignment);
        RawAccess.copy(address, target, Math.min(size, newSize));
        release(address, blockBytes(size));
        return target;
    }

    /**
     * Puts all waiting blocks into the trees and returns the largest request that is then sure to be served. O(free
     * blocks).
     *
     * @return bytes, for an alignment up to 32: a power of two up to 1 MiB, or a multiple of 1 MiB; zero when full
     */
    public long largestFree() {
        enter();
        return blocks.largest();
    }

    /**
     * Returns how many bytes a block of some size has: what a {@link #free} may name at most.
     *
     * @param size bytes asked for, from 1 up, as long as the rounded size stays within 63 bits
     * @return the bytes of the block, or of the run of largest blocks, that serves it
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is not
     */
    public long usableBytes(long size) {
        Requests.checkBlock(size, LARGEST);
        return blockBytes(size);
    }

    @Override
    public boolean contains(long address) {
        enter();
        return Long.compareUnsigned(address - base, sourceBytes) < 0;
    }

    @Override
    public AllocatorStatistics statistics() {
        enter();
        return new AllocatorStatistics(
                sourceBytes, liveBytes, 0, usable - liveBytes, 0, sourceBytes - usable, liveBlocks, blocks.heapBytes());
    }

    @Override
    public void close() {
        OwnerThread.check(owner);
        if (!closed) {
            closed = true;
            usable = 0;
            Arrays.fill(spares, NULL);
            source.release(base, sourceBytes);
        }
    }

    FreeBlocks blocks() {
        return blocks;
    }

    private void enter() {
        OwnerThread.check(owner);
        requireOpen();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=tree");
        }
    }

    private static AllocationException noMemory(long size, long alignment) {
        return AllocationException.noMemory(
                "no free blocks are large enough, size=" + size + ", alignment=" + alignment);
    }

    private static AllocationException notAllocated(long address) {
        return AllocationException.notAllocated("no live block starts here, address=" + address);
    }
}
