package org.allotment.core.adapt.collection;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;

/**
 * An {@link OffHeapVector} of bytes, and a writer of text as UTF-8: how the keys of {@link OffHeapBTreeMap} are built
 * without garbage.
 *
 * <p>Its capacity is a multiple of eight bytes; ASCII text and numbers are written without garbage.
 */
public final class OffHeapByteVector extends OffHeapVector {
    private static final int FIRST_BEYOND_ASCII = 0x80;

    /**
     * Makes an empty vector, which holds no memory yet.
     *
     * @param allocator where its block comes from and goes back to
     */
    public OffHeapByteVector(Allocator allocator) {
        super(allocator, 0);
    }

    /**
     * Adds a byte behind the last one; O(1) amortised.
     *
     * @param value the byte
     * @throws org.allotment.core.AllocationException if there is no memory to grow; nothing is changed then
     * @throws IllegalStateException if the vector is closed
     */
    public void add(byte value) {
        RawAccess.putByte(append(), value);
    }

    /**
     * Adds text as UTF-8.
     *
     * @param text any text; what cannot be encoded becomes a question mark
     * @throws org.allotment.core.AllocationException if there is no memory to grow; nothing is changed then
     * @throws IllegalStateException if the vector is closed
     */
    public void addText(String text) {
        int length = text.length();
        long room = reserve(length);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character >= FIRST_BEYOND_ASCII) {
                addBytes(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            RawAccess.putByte(room + i, (byte) character);
        }
        appended(length);
    }

    /**
     * Adds a number as decimal digits, with a minus sign if it is negative.
     *
     * @param value any number
     * @throws org.allotment.core.AllocationException if there is no memory to grow; nothing is changed then
     * @throws IllegalStateException if the vector is closed
     */
    public void addDecimal(long value) {
        if (value < 0) {
            addText(Long.toString(value));
            return;
        }
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long room = reserve(digits);
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            RawAccess.putByte(room + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        appended(digits);
    }

    /**
     * Adds bytes.
     *
     * @param bytes what to add, all of it
     * @throws org.allotment.core.AllocationException if there is no memory to grow; nothing is changed then
     * @throws IllegalStateException if the vector is closed
     */
    public void addBytes(byte[] bytes) {
        long room = reserve(bytes.length);
        RawAccess.segment(room, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        appended(bytes.length);
    }

    /**
     * Reads a byte.
     *
     * @param index from 0 to the size, less one
     * @return the byte
     * @throws IndexOutOfBoundsException if there is no such byte
     * @throws IllegalStateException if the vector is closed
     */
    public byte get(long index) {
        return RawAccess.getByte(slot(index));
    }

    /**
     * Replaces a byte.
     *
     * @param index from 0 to the size, less one
     * @param value the byte from now on
     * @throws IndexOutOfBoundsException if there is no such byte
     * @throws IllegalStateException if the vector is closed
     */
    public void set(long index, byte value) {
        RawAccess.putByte(slot(index), value);
    }

    /**
     * Returns the bytes as text.
     *
     * @return the bytes decoded as UTF-8
     * @throws IllegalStateException if the vector is closed
     * @throws ArithmeticException if they are too many for a string
     */
    public String text() {
        return text(block(), Math.toIntExact(size()));
    }

    static String text(long address, int byteSize) {
        byte[] bytes = new byte[byteSize];
        MemorySegment.ofArray(bytes).copyFrom(RawAccess.segment(address, byteSize));
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
