package org.allotment.core.concurrent;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.memory.HeapWords;
import org.allotment.core.memory.WordArray;

/**
 * Blocks of one size over a range of memory, shared by any number of threads without a lock.
 *
 * <p>Checked: foreign, interior and double frees are refused at the call, also when two threads free one block at the
 * same moment (exactly one succeeds). The pool does not touch the blocks' contents, and what one thread wrote into a
 * block before it freed it is seen by whoever gets the block next.
 *
 * <p>Threading: any thread. Allocate and free are O(1) and lock-free. The memory belongs to the caller: closing the
 * pool ends its use, not its life.
 */
public final class FixedBlockPool implements SizeAware {
    private final IndexPool indexes;
    private final long base;
    private final long blockSize;
    private final long blockAlignment;
    private final long heapBytes;
    private volatile boolean closed;

    /**
     * Creates a pool with all blocks free.
     *
     * @param words at least {@link IndexPool#wordsFor} of them, used by nothing else; overwritten
     * @param base address of the first block; the {@code capacity * blockSize} bytes from here belong to the pool
     * @param blockSize bytes of a block, from 1 up
     * @param capacity how many blocks, from 1 up
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if a figure is out of range or the words too few
     */
    public FixedBlockPool(WordArray words, long base, long blockSize, int capacity) {
        if (base <= 0 || blockSize < 1 || capacity < 1 || blockSize > (Long.MAX_VALUE - base) / capacity) {
            throw AllocationException.invalidParameter(
                    "no such blocks, base=" + base + ", blockSize=" + blockSize + ", capacity=" + capacity);
        }
        this.indexes = new IndexPool(words, capacity);
        this.base = base;
        this.blockSize = blockSize;
        this.blockAlignment = Long.lowestOneBit(base | blockSize);
        this.heapBytes = words instanceof HeapWords ? words.length() * Long.BYTES : 0;
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
        requireOpen();
        Requests.checkBlock(size, alignment);
        if (!fits(size, alignment)) {
            return NULL;
        }
        int index = indexes.tryTake();
        return index == IndexPool.NONE ? NULL : base + index * blockSize;
    }

    @Override
    public void free(long address) {
        requireOpen();
        if (!indexes.tryGive(indexOf(address))) {
            throw notAllocated(address);
        }
    }

    @Override
    public void free(long address, long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        int index = indexOf(address);
        if (!fits(size, alignment)) {
            throw AllocationException.invalidParameter("no block was allocated like that, address=" + address
                    + ", size=" + size + ", alignment=" + alignment + ", blockSize=" + blockSize);
        }
        if (!indexes.tryGive(index)) {
            throw notAllocated(address);
        }
    }

    @Override
    public long usableSize(long address) {
        requireOpen();
        requireAllocated(address);
        return blockSize;
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        requireBlock(address, size);
        return newSize <= blockSize;
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        requireBlock(address, size);
        return true;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        requireBlock(address, size);
        return resized(address, newSize, alignment);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        requireBlock(address, size);
        return resized(address, newSize, alignment);
    }

    /** All blocks are alike, so what does not fit here fits nowhere and moving never helps. */
    private long resized(long address, long newSize, long alignment) {
        Requests.checkBlock(newSize, alignment);
        if (!fits(newSize, alignment)) {
            throw noMemory(newSize, alignment);
        }
        return address;
    }

    @Override
    public boolean contains(long address) {
        requireOpen();
        return address >= base && address - base < indexes.capacity() * blockSize;
    }

    @Override
    public AllocatorStatistics statistics() {
        requireOpen();
        long live = indexes.statistics().live();
        int capacity = indexes.capacity();
        return new AllocatorStatistics(
                capacity * blockSize, live * blockSize, 0, (capacity - live) * blockSize, 0, 0, live, heapBytes);
    }

    /**
     * Counts the blocks handed out and taken back so far.
     *
     * @return figures of one moment during the call
     */
    public PoolStatistics poolStatistics() {
        return indexes.statistics();
    }

    /** Ends the use of the pool: a call that began before may still succeed, later ones are refused. */
    @Override
    public void close() {
        closed = true;
    }

    private int indexOf(long address) {
        long offset = address - base;
        if (offset < 0 || offset >= indexes.capacity() * blockSize || offset % blockSize != 0) {
            throw notAllocated(address);
        }
        return (int) (offset / blockSize);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the pool is closed, base=" + base);
        }
    }

    private void requireAllocated(long address) {
        if (!indexes.isOut(indexOf(address))) {
            throw notAllocated(address);
        }
    }

    private void requireBlock(long address, long size) {
        if (size > blockSize) {
            throw AllocationException.invalidParameter(
                    "no block is so large, address=" + address + ", size=" + size + ", blockSize=" + blockSize);
        }
        requireAllocated(address);
    }

    private boolean fits(long size, long alignment) {
        return size <= blockSize && alignment <= blockAlignment;
    }

    private AllocationException noMemory(long size, long alignment) {
        return AllocationException.noMemory("no block left or none that fits, size=" + size + ", alignment=" + alignment
                + ", blockSize=" + blockSize + ", blockAlignment=" + blockAlignment + ", capacity="
                + indexes.capacity());
    }

    private static AllocationException notAllocated(long address) {
        return AllocationException.notAllocated("not an allocated block of this pool, address=" + address);
    }
}
