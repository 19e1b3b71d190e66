package org.allotment.harness.workload;

import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.workload.script.BatchScript;
import org.allotment.harness.workload.script.Checksum;

final class ObjectBatch<H> implements Workload {
    private final ObjectSubject<H> subject;
    private final long[] sizes;
    private final int[] freeOrder;
    private final H[] blocks;

    @SuppressWarnings("unchecked")
    ObjectBatch(ObjectSubject<H> subject, BatchScript script) {
        this.subject = subject;
        sizes = script.sizes();
        freeOrder = script.freeOrder();
        blocks = (H[]) new Object[BatchScript.BLOCKS];
    }

    @Override
    public void run() {
        ObjectSubject<H> allocator = subject;
        for (int i = 0; i < BatchScript.BLOCKS; i++) {
            H block = allocator.allocate(sizes[i]);
            allocator.touch(block, i);
            blocks[i] = block;
        }
        for (int i = 0; i < BatchScript.BLOCKS; i++) {
            allocator.free(blocks[freeOrder[i]]);
        }
    }

    @Override
    public long checksum() {
        for (int i = 0; i < BatchScript.BLOCKS; i++) {
            blocks[i] = subject.allocate(sizes[i]);
            ObjectContents.fill(subject, blocks[i], sizes[i], i);
        }
        Checksum sum = new Checksum();
        for (int block : freeOrder) {
            sum.add(block);
            ObjectContents.read(subject, blocks[block], sizes[block], sum);
            subject.free(blocks[block]);
        }
        return sum.value();
    }

    @Override
    public void close() {
        subject.close();
    }
}
