package org.allotment.harness.subject.arena;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** Bounds-checked access to a block that is a segment. */
final class SegmentAccess {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private SegmentAccess() {}

    static void touch(MemorySegment block, long value) {
        LONG.setOpaque(block, 0L, value);
    }

    static void putByte(MemorySegment block, long offset, byte value) {
        block.set(JAVA_BYTE, offset, value);
    }

    static byte getByte(MemorySegment block, long offset) {
        return block.get(JAVA_BYTE, offset);
    }

    static void put(MemorySegment block, long offset, long value) {
        block.set(JAVA_LONG_UNALIGNED, offset, value);
    }

    static long get(MemorySegment block, long offset) {
        return block.get(JAVA_LONG_UNALIGNED, offset);
    }
}
