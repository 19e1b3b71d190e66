package org.allotment.core.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Words in memory outside the heap.
 *
 * <p>Access goes through the segment it was made over, so a word of a closed arena raises {@link
 * IllegalStateException} and one of another thread's confined arena {@link WrongThreadException}; the price is one
 * liveness test per access, small beside an atomic update. Words that several threads share need a segment that
 * several threads may use.
 */
public final class OffHeapWords implements WordArray {
    private static final VarHandle WORD = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final long WORD_BYTES = Long.BYTES;

    private final MemorySegment segment;
    private final long length;

    /**
     * Lays words over a segment, from its first byte on; contents stay as they are.
     *
     * @param segment native, writable, its address a multiple of 8; bytes after the last whole word are left alone
     * @throws IllegalArgumentException if the segment is on the heap, read-only or misaligned
     */
    public OffHeapWords(MemorySegment segment) {
        if (!segment.isNative() || segment.isReadOnly() || segment.address() % WORD_BYTES != 0) {
            throw new IllegalArgumentException("words need native, writable, aligned memory, native="
                    + segment.isNative() + ", readOnly=" + segment.isReadOnly() + ", address=" + segment.address());
        }
        this.segment = segment;
        this.length = segment.byteSize() / WORD_BYTES;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long get(long index) {
        return (long) WORD.get(segment, offset(index));
    }

    @Override
    public void set(long index, long value) {
        WORD.set(segment, offset(index), value);
    }

    @Override
    public long getAcquire(long index) {
        return (long) WORD.getAcquire(segment, offset(index));
    }

    @Override
    public void setRelease(long index, long value) {
        WORD.setRelease(segment, offset(index), value);
    }

    @Override
    public boolean compareAndSet(long index, long expected, long value) {
        return WORD.compareAndSet(segment, offset(index), expected, value);
    }

    @Override
    public long getAndAdd(long index, long delta) {
        return (long) WORD.getAndAdd(segment, offset(index), delta);
    }

    private long offset(long index) {
        return Objects.checkIndex(index, length) * WORD_BYTES;
    }
}
