package org.allotment.core.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Reads and writes memory by absolute address.
 *
 * <p>Nothing is checked: an address that is not mapped ends the process. Callers are the allocators of this library,
 * which own the addresses they pass. Long accesses need no alignment unless the method's name states a memory order.
 *
 * <p>All access goes through one constant segment that spans the address space, so that compiled code can fold its
 * checks away, and through the unaligned layout, which needs no alignment test.
 */
public final class RawAccess {
    private static final MemorySegment EVERYTHING = everything();
    private static final VarHandle ORDERED_LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private RawAccess() {}

    @RawMemory("spans the address space on purpose: each caller owns the addresses it passes")
    @SuppressWarnings("restricted")
    private static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /**
     * Reads a long.
     *
     * @param address absolute address of eight mapped bytes
     * @return the value in native byte order
     */
    public static long getLong(long address) {
        return EVERYTHING.get(JAVA_LONG_UNALIGNED, address);
    }

    /**
     * Writes a long.
     *
     * @param address absolute address of eight mapped bytes
     * @param value the value, stored in native byte order
     */
    public static void putLong(long address, long value) {
        EVERYTHING.set(JAVA_LONG_UNALIGNED, address, value);
    }

    /**
     * Reads an int.
     *
     * @param address absolute address of four mapped bytes
     * @return the value in native byte order
     */
    public static int getInt(long address) {
        return EVERYTHING.get(JAVA_INT_UNALIGNED, address);
    }

    /**
     * Writes an int.
     *
     * @param address absolute address of four mapped bytes
     * @param value the value, stored in native byte order
     */
    public static void putInt(long address, int value) {
        EVERYTHING.set(JAVA_INT_UNALIGNED, address, value);
    }

    /**
     * Reads a byte.
     *
     * @param address absolute address of a mapped byte
     * @return the value
     */
    public static byte getByte(long address) {
        return EVERYTHING.get(JAVA_BYTE, address);
    }

    /**
     * Writes a byte.
     *
     * @param address absolute address of a mapped byte
     * @param value the value
     */
    public static void putByte(long address, byte value) {
        EVERYTHING.set(JAVA_BYTE, address, value);
    }

    /**
     * Reads a long with opaque order: never dropped or invented by the compiler.
     *
     * @param address absolute, eight-byte aligned
     * @return the value
     */
    public static long getLongOpaque(long address) {
        return (long) ORDERED_LONG.getOpaque(EVERYTHING, address);
    }

    /**
     * Writes a long with opaque order: never dropped or merged by the compiler.
     *
     * @param address absolute, eight-byte aligned
     * @param value the value
     */
    public static void putLongOpaque(long address, long value) {
        ORDERED_LONG.setOpaque(EVERYTHING, address, value);
    }

    /**
     * Reads a long; later accesses stay after it.
     *
     * @param address absolute, eight-byte aligned
     * @return the value
     */
    public static long getLongAcquire(long address) {
        return (long) ORDERED_LONG.getAcquire(EVERYTHING, address);
    }

    /**
     * Writes a long; earlier accesses stay before it.
     *
     * @param address absolute, eight-byte aligned
     * @param value the value
     */
    public static void putLongRelease(long address, long value) {
        ORDERED_LONG.setRelease(EVERYTHING, address, value);
    }

    /**
     * Replaces a long when it still has the expected value.
     *
     * @param address absolute, eight-byte aligned
     * @param expected the value that must be there
     * @param value the value to store
     * @return true when it was replaced
     */
    public static boolean compareAndSetLong(long address, long expected, long value) {
        return ORDERED_LONG.compareAndSet(EVERYTHING, address, expected, value);
    }

    /**
     * Adds to a long and returns what was there before.
     *
     * @param address absolute, eight-byte aligned
     * @param delta what to add
     * @return the value before
     */
    public static long getAndAddLong(long address, long delta) {
        return (long) ORDERED_LONG.getAndAdd(EVERYTHING, address, delta);
    }

    /**
     * Copies bytes; the ranges may overlap.
     *
     * @param from first address read
     * @param to first address written
     * @param byteSize number of bytes, from 0 up
     */
    public static void copy(long from, long to, long byteSize) {
        MemorySegment.copy(EVERYTHING, from, EVERYTHING, to, byteSize);
    }

    /**
     * Sets every byte of a range.
     *
     * @param address first address written
     * @param byteSize number of bytes, from 0 up
     * @param value the byte to store
     */
    public static void fill(long address, long byteSize, byte value) {
        EVERYTHING.asSlice(address, byteSize).fill(value);
    }

    /**
     * Returns a segment over a block, bounded to it and without a lifetime of its own.
     *
     * @param address first byte
     * @param byteSize number of bytes, from 0 up
     * @return a segment that is always alive: the caller must not use it after the block is freed
     */
    public static MemorySegment segment(long address, long byteSize) {
        return EVERYTHING.asSlice(address, byteSize);
    }

    /**
     * Returns a segment over a block, bounded to it and alive for as long as an arena.
     *
     * @param address first byte
     * @param byteSize number of bytes, from 0 up
     * @param arena whose closing ends the segment; the block must not be freed before
     * @return a segment that only the threads of the arena may use
     */
    @RawMemory("the caller owns the block, and frees it after the arena is closed")
    @SuppressWarnings("restricted")
    public static MemorySegment segment(long address, long byteSize, Arena arena) {
        return MemorySegment.ofAddress(address).reinterpret(byteSize, arena, null);
    }
}
