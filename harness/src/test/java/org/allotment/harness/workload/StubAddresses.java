package org.allotment.harness.workload;

import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.malloc.PlainMalloc;

/** One block for all, of 4096 bytes, to be broken by a test in one way or another. */
class StubAddresses implements AddressSubject {
    private static final long BYTES = 4_096;

    private final PlainMalloc memory = new PlainMalloc();
    private final long block = memory.allocate(BYTES);

    @Override
    public long allocate(long size) {
        return block;
    }

    @Override
    public void free(long address, long size) {}

    @Override
    public long allocate(long size, long alignment) {
        return allocate(size);
    }

    @Override
    public void free(long address, long size, long alignment) {
        free(address, size);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return block;
    }

    @Override
    public void close() {
        memory.free(block, BYTES);
    }
}
