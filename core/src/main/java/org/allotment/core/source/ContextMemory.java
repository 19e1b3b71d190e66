package org.allotment.core.source;

import org.allotment.core.AllocationException;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;

/**
 * The memory that a context owns: one piece of a fixed size, gone when the context closes it.
 *
 * <p>As a {@linkplain #heap heap} it is aligned to {@value #HEAP_ALIGNMENT} and serves the context's allocators as a
 * source, bounded by its size. As a {@linkplain #stack stack} it is aligned to {@value #STACK_ALIGNMENT}, begins at
 * {@link #end()} and grows down; it can be divided as well.
 *
 * <p>Closing is refused while pieces of it are out: their users would write to memory that has another owner. Any
 * thread may call it: methods are synchronised, for a context may be closed by another thread than it ran on.
 */
public final class ContextMemory implements MemorySource, AutoCloseable {
    /** Alignment of a heap, and unit of its size: a page. */
    public static final long HEAP_ALIGNMENT = 4_096;

    /** Alignment of a stack, and unit of its size: a cache line. */
    public static final long STACK_ALIGNMENT = 64;

    private final MemorySource source;
    private final RegionSource region;
    private final long address;
    private final long byteSize;
    private boolean closed;

    private ContextMemory(MemorySource source, long byteSize, long alignment) {
        Requests.checkBlock(byteSize, alignment);
        if (!Alignment.isAligned(byteSize, alignment)) {
            throw AllocationException.invalidParameter(
                    "not a whole number of units, byteSize=" + byteSize + ", unit=" + alignment);
        }
        this.source = source;
        this.byteSize = byteSize;
        this.address = source.obtain(byteSize, alignment);
        if (address == NONE) {
            throw AllocationException.noMemory("the source is empty, byteSize=" + byteSize);
        }
        this.region = new RegionSource(address, byteSize, alignment);
    }

    /**
     * Takes a heap from a source.
     *
     * @param source where its memory comes from and goes back to
     * @param byteSize bytes, a multiple of {@value #HEAP_ALIGNMENT} above 0
     * @return the heap
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the size is bad, or {@code NO_MEMORY} if the
     *     source has not got it
     */
    public static ContextMemory heap(MemorySource source, long byteSize) {
        return new ContextMemory(source, byteSize, HEAP_ALIGNMENT);
    }

    /**
     * Takes a stack from a source.
     *
     * @param source where its memory comes from and goes back to
     * @param byteSize bytes, a multiple of {@value #STACK_ALIGNMENT} above 0
     * @return the stack
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the size is bad, or {@code NO_MEMORY} if the
     *     source has not got it
     */
    public static ContextMemory stack(MemorySource source, long byteSize) {
        return new ContextMemory(source, byteSize, STACK_ALIGNMENT);
    }

    /**
     * Takes a piece of this memory.
     *
     * @param wanted bytes wanted, from 1 up
     * @param alignment power of two that the piece's address must be a multiple of
     * @return the address of the piece, or {@link #NONE}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     * @throws IllegalStateException if this memory is closed
     */
    @Override
    public synchronized long obtain(long wanted, long alignment) {
        requireOpen();
        return region.obtain(wanted, alignment);
    }

    /**
     * Gives a piece back.
     *
     * @param piece what {@link #obtain} returned
     * @param pieceSize the size it was obtained with
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if no such piece is out, or {@code INVALID_PARAMETER}
     *     if its size is another; nothing is changed then
     * @throws IllegalStateException if this memory is closed
     */
    @Override
    public synchronized void release(long piece, long pieceSize) {
        requireOpen();
        region.release(piece, pieceSize);
    }

    @Override
    public synchronized boolean tryGrowInPlace(long piece, long pieceSize, long newPieceSize) {
        requireOpen();
        return region.tryGrowInPlace(piece, pieceSize, newPieceSize);
    }

    @Override
    public long granularity() {
        return region.granularity();
    }

    @Override
    public long obtainedBytes() {
        return region.obtainedBytes();
    }

    /**
     * Returns where this memory begins.
     *
     * @return its lowest address
     * @throws IllegalStateException if this memory is closed
     */
    public synchronized long address() {
        requireOpen();
        return address;
    }

    /**
     * Returns where this memory ends: where a stack begins.
     *
     * @return the address behind its last byte
     * @throws IllegalStateException if this memory is closed
     */
    public synchronized long end() {
        requireOpen();
        return address + byteSize;
    }

    /**
     * Returns how large this memory is.
     *
     * @return bytes
     */
    public long byteSize() {
        return byteSize;
    }

    /**
     * Gives this memory back to its source. A second call does nothing.
     *
     * @throws IllegalStateException if pieces of it are out, and nothing is changed
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (region.obtainedBytes() > 0) {
            throw new IllegalStateException("pieces are out, obtainedBytes=" + region.obtainedBytes());
        }
        source.release(address, byteSize);
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this memory is closed, address=" + address);
        }
    }
}
