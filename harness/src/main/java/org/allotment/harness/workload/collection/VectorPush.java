package org.allotment.harness.workload.collection;

import org.allotment.core.adapt.collection.OffHeapIntVector;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;

final class VectorPush implements Workload {
    static final int ELEMENTS = 3_000_000;

    private static final int PUSHED = 0xDEAD_BEEF;

    private final SubjectAllocator allocator;

    VectorPush(SubjectAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public void run() {
        try (OffHeapIntVector vector = new OffHeapIntVector(allocator)) {
            for (int i = 0; i < ELEMENTS; i++) {
                vector.add(PUSHED);
            }
        }
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        try (OffHeapIntVector vector = new OffHeapIntVector(allocator)) {
            for (int i = 0; i < ELEMENTS; i++) {
                vector.add((int) Checksum.word(i, Integer.BYTES, 0));
            }
            for (int i = 0; i < ELEMENTS; i++) {
                sum.add(vector.get(i));
            }
        }
        return sum.value();
    }

    @Override
    public void close() {
        allocator.close();
    }
}
