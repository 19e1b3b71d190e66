package org.allotment.core.mapped;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.bits.Alignment;
import org.allotment.core.ending.Endings;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * An allocator for large blocks: each is a mapping of its own, rounded up to whole pages.
 *
 * <p>Blocks grow by {@code mremap} where the system has it: in place, or by moving pages instead of bytes. A freed
 * block is unmapped at once. What the source wishes for its pieces (NUMA policy, huge pages, …) holds for each block,
 * also after it has grown.
 *
 * <p>There is one form, a checked one: foreign, interior, double and mismatched frees are caught at the call, since
 * looking up an address costs nothing beside a system call. The calling thread is the owner, or anybody, one at a time.
 * Unlike the engines this one makes garbage where it asks the system: the source notes what it got.
 *
 * <p>Allocating, freeing and resizing cost one to three system calls and O(log blocks) steps, and the move of
 * O(blocks) words.
 */
public final class MappedAllocator implements SizeAware {
    private final MemoryMapSource source;
    private final @Nullable Thread owner;
    private final long page;
    private final MappingTable table = new MappingTable();
    private boolean closed;

    private MappedAllocator(MemoryMapSource source, @Nullable Thread owner) {
        this.source = source;
        this.owner = owner;
        this.page = source.granularity();
    }

    /**
     * Makes an allocator that belongs to the calling thread.
     *
     * @param source where blocks come from, with what is wished for them
     * @return the allocator, without a block
     */
    public static MappedAllocator create(MemoryMapSource source) {
        return new MappedAllocator(source, Thread.currentThread());
    }

    /**
     * Makes an allocator that any thread may use, one at a time.
     *
     * @param source where blocks come from, with what is wished for them
     * @return the allocator, without a block
     */
    public static MappedAllocator withoutOwner(MemoryMapSource source) {
        return new MappedAllocator(source, null);
    }

    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw full(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        enter();
        Requests.checkBlock(size, alignment);
        table.reserve();
        long address = source.obtain(size, alignment);
        if (address == MemorySource.NONE) {
            return NULL;
        }
        table.add(address, Alignment.alignUp(size, page));
        return address;
    }

    @Override
    public void free(long address) {
        enter();
        release(liveIndex(address));
    }

    @Override
    public void free(long address, long size, long alignment) {
        enter();
        int index = liveIndex(address);
        Requests.checkBlock(size, alignment);
        checkSize(index, size);
        release(index);
    }

    private void release(int index) {
        long address = table.start(index);
        long size = table.size(index);
        table.remove(index);
        source.release(address, size);
    }

    @Override
    public long usableSize(long address) {
        enter();
        return table.size(liveIndex(address));
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        enter();
        Requests.checkGrowth(size, newSize);
        return growInPlace(liveIndex(address, size), newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        enter();
        Requests.checkShrinkage(size, newSize);
        return shrinkInPlace(liveIndex(address, size), newSize);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        enter();
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        int index = liveIndex(address, size);
        if (movement == Movement.MUST_NOT_MOVE) {
            if (!Alignment.isAligned(address, alignment) || !growInPlace(index, newSize)) {
                throw full(newSize, alignment);
            }
            return address;
        }
        if (newSize <= table.size(index) && Alignment.isAligned(address, alignment)) {
            return address;
        }
        long moved = source.grow(address, table.size(index), Math.max(newSize, table.size(index)), alignment);
        if (moved == MemorySource.NONE) {
            throw full(newSize, alignment);
        }
        table.replace(index, moved, Alignment.alignUp(Math.max(newSize, table.size(index)), page));
        return moved;
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        enter();
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        int index = liveIndex(address, size);
        if (Alignment.isAligned(address, alignment) && shrinkInPlace(index, newSize)) {
            return address;
        }
        if (movement == Movement.MUST_NOT_MOVE) {
            throw full(newSize, alignment);
        }
        long moved = tryAllocate(newSize, alignment);
        if (moved == NULL) {
            throw full(newSize, alignment);
        }
        RawAccess.copy(address, moved, newSize);
        release(table.find(address));
        return moved;
    }

    private boolean growInPlace(int index, long newSize) {
        long size = table.size(index);
        long address = table.start(index);
        if (newSize > size) {
            if (!source.tryGrowInPlace(address, size, newSize)) {
                return false;
            }
            table.replace(index, address, Alignment.alignUp(newSize, page));
        }
        return true;
    }

    private boolean shrinkInPlace(int index, long newSize) {
        long address = table.start(index);
        if (!source.tryShrinkInPlace(address, table.size(index), newSize)) {
            return false;
        }
        table.replace(index, address, Alignment.alignUp(newSize, page));
        return true;
    }

    @Override
    public boolean contains(long address) {
        enter();
        return table.covers(address);
    }

    /**
     * Tells whether a block of this allocator starts at an address.
     *
     * @param address any number
     * @return true for an allocated block
     * @throws IllegalStateException if this allocator is closed, or the caller is not the owner
     */
    public boolean owns(long address) {
        enter();
        return table.find(address) != MappingTable.NONE;
    }

    @Override
    public AllocatorStatistics statistics() {
        enter();
        long bytes = table.byteSize();
        return new AllocatorStatistics(bytes, bytes, 0, 0, 0, 0, table.count(), table.heapBytes());
    }

    @Override
    public void close() {
        OwnerThread.check(owner);
        closed = true;
        Endings endings = new Endings();
        for (int i = table.count() - 1; i >= 0; i--) {
            int index = i;
            endings.end(() -> release(index));
        }
        endings.report();
    }

    /** Number of blocks, whoever asks. */
    int count() {
        return table.count();
    }

    MemoryMapSource source() {
        return source;
    }

    MappingTable table() {
        return table;
    }

    private int liveIndex(long address) {
        int index = table.find(address);
        if (index == MappingTable.NONE) {
            throw AllocationException.notAllocated("no block starts there, address=" + address);
        }
        return index;
    }

    private int liveIndex(long address, long size) {
        int index = liveIndex(address);
        checkSize(index, size);
        return index;
    }

    /** A block has any size that is rounded up to its pages. */
    private void checkSize(int index, long size) {
        long slack = table.size(index) - size;
        if (slack < 0 || slack >= page) {
            throw AllocationException.invalidParameter("not the size of the block, address=" + table.start(index)
                    + ", size=" + size + ", usableSize=" + table.size(index));
        }
    }

    private AllocationException full(long size, long alignment) {
        return AllocationException.noMemory("the system gives no such mapping, size=" + size + ", alignment="
                + alignment + ", errno=" + source.lastError());
    }

    private void enter() {
        OwnerThread.check(owner);
        if (closed) {
            throw new IllegalStateException("the allocator is closed, page=" + page);
        }
    }
}
