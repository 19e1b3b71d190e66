package org.allotment.core.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Words in a Java array: the form that model checkers can see.
 *
 * <p>Index checks are made on the {@code long} before it is narrowed, so that a far index is refused, never wrapped.
 */
public final class HeapWords implements WordArray {
    private static final VarHandle WORD =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    private final long[] words;

    /**
     * Creates words that are all 0.
     *
     * @param length number of words, from 0 up
     * @throws IllegalArgumentException if the number is negative
     */
    public HeapWords(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("number of words is negative, length=" + length);
        }
        this.words = new long[length];
    }

    @Override
    public long length() {
        return words.length;
    }

    @Override
    public long get(long index) {
        return words[checked(index)];
    }

    @Override
    public void set(long index, long value) {
        words[checked(index)] = value;
    }

    @Override
    public long getAcquire(long index) {
        return (long) WORD.getAcquire(words, checked(index));
    }

    @Override
    public void setRelease(long index, long value) {
        WORD.setRelease(words, checked(index), value);
    }

    @Override
    public boolean compareAndSet(long index, long expected, long value) {
        return WORD.compareAndSet(words, checked(index), expected, value);
    }

    @Override
    public long getAndAdd(long index, long delta) {
        return (long) WORD.getAndAdd(words, checked(index), delta);
    }

    private int checked(long index) {
        return (int) Objects.checkIndex(index, words.length);
    }
}
