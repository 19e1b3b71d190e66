package org.allotment.core.memory;

/**
 * A fixed number of 64-bit words by long index, with the memory orders a lock-free structure needs.
 *
 * <p>Structures that several threads share stand on this interface, so that one algorithm runs on memory outside the
 * heap ({@link OffHeapWords}) and on a Java array ({@link HeapWords}): stress tests run both, model checkers see only
 * the second.
 *
 * <p>Every access is to one whole word and never torn. Each method throws {@link IndexOutOfBoundsException} when the
 * index is not within {@code [0, length())}; nothing is read or written then.
 *
 * <p>Any thread may call; what one thread sees of another's writes is what the named order gives and no more.
 */
public sealed interface WordArray permits HeapWords, OffHeapWords {
    /**
     * Returns how many words there are.
     *
     * @return the number of words, from 0 up
     */
    long length();

    /**
     * Reads a word without any order.
     *
     * @param index which word
     * @return its value
     */
    long get(long index);

    /**
     * Writes a word without any order.
     *
     * @param index which word
     * @param value the value to store
     */
    void set(long index, long value);

    /**
     * Reads a word; later accesses of this thread stay after it.
     *
     * @param index which word
     * @return its value
     */
    long getAcquire(long index);

    /**
     * Writes a word; earlier accesses of this thread stay before it.
     *
     * @param index which word
     * @param value the value to store
     */
    void setRelease(long index, long value);

    /**
     * Replaces a word if it has the expected value, with the order of a volatile read and write.
     *
     * @param index which word
     * @param expected the value that must be there
     * @param value the value to store
     * @return true when it was replaced; false only when another value was there
     */
    boolean compareAndSet(long index, long expected, long value);

    /**
     * Adds to a word, with the order of a volatile read and write; wraps like {@code long} arithmetic.
     *
     * @param index which word
     * @param delta what to add
     * @return the value before
     */
    long getAndAdd(long index, long delta);
}
