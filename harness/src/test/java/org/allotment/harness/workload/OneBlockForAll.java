package org.allotment.harness.workload;

import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.malloc.PlainMalloc;

/** Hands out one block for everything: the mistake a checksum must not miss. */
final class OneBlockForAll implements AddressSubject {
    private static final long BYTES = 1 << 16;

    private final PlainMalloc memory = new PlainMalloc();
    private final long block = memory.allocate(BYTES, 4096);

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
    public void close() {
        memory.free(block, BYTES, 4096);
    }
}
