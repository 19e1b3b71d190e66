package org.allotment.harness.workload.collection;

import org.allotment.core.adapt.collection.OffHeapBlockVector;
import org.allotment.core.adapt.collection.OffHeapLongVector;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.RowsScript;

/** The order of the frees stands in a vector of the subject too, as in the original. */
final class RowsFree implements Workload {
    private final SubjectAllocator allocator;
    private final int rows;
    private final int longs;
    private final int[] freeOrder;

    RowsFree(SubjectAllocator allocator, RowsScript script) {
        this.allocator = allocator;
        rows = script.rows();
        longs = script.longs();
        freeOrder = script.freeOrder();
    }

    @Override
    public void run() {
        try (OffHeapBlockVector blocks = new OffHeapBlockVector(allocator, longs);
                OffHeapLongVector order = new OffHeapLongVector(allocator)) {
            for (int i = 0; i < rows; i++) {
                blocks.add();
            }
            putOrder(order);
            for (int i = 0; i < rows; i++) {
                blocks.free(order.get(i));
            }
        }
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        try (OffHeapBlockVector blocks = new OffHeapBlockVector(allocator, longs);
                OffHeapLongVector order = new OffHeapLongVector(allocator)) {
            for (int i = 0; i < rows; i++) {
                blocks.add();
                fill(blocks, i);
            }
            putOrder(order);
            for (int i = 0; i < rows; i++) {
                sum.add(order.get(i));
                read(blocks, order.get(i), sum);
                blocks.free(order.get(i));
            }
        }
        return sum.value();
    }

    private void putOrder(OffHeapLongVector order) {
        order.ensureCapacity(rows);
        for (int row : freeOrder) {
            order.add(row);
        }
    }

    private void fill(OffHeapBlockVector blocks, int row) {
        for (int word = 0; word < longs; word++) {
            blocks.set(row, word, Checksum.word(row, longs, word));
        }
    }

    private void read(OffHeapBlockVector blocks, long row, Checksum sum) {
        for (int word = 0; word < longs; word++) {
            sum.add(blocks.get(row, word));
        }
    }

    @Override
    public void close() {
        allocator.close();
    }
}
