package org.allotment.harness.subject.control;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.allotment.harness.subject.AddressSubject;

/** Hands out one block again and again and frees nothing: the workload alone. Contents do not survive. */
public final class NoAllocator implements AddressSubject {
    private static final long BYTES = 65_536;
    private static final long PAGE = 4_096;

    private final MemorySegment memory;
    private final long block;

    /** Makes the block. */
    public NoAllocator() {
        memory = Arena.ofAuto().allocate(BYTES, PAGE);
        block = memory.address();
    }

    @Override
    public long allocate(long size) {
        return block;
    }

    @Override
    public void free(long address, long size) {}

    @Override
    public long allocate(long size, long alignment) {
        return block;
    }

    @Override
    public void free(long address, long size, long alignment) {}

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return block;
    }

    @Override
    public String toString() {
        return "no allocator, bytes=" + memory.byteSize();
    }
}
