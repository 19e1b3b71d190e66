package org.allotment.harness.workload;

import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.ChurnScript;
import org.jspecify.annotations.Nullable;

final class ObjectChurn<H> implements Workload {
    private final ObjectSubject<H> subject;
    private final int[] slots;
    private final long[] sizes;
    private final @Nullable H[] liveBlocks;
    private final long[] liveSizes = new long[ChurnScript.SLOTS];
    private int cursor;

    @SuppressWarnings("unchecked")
    ObjectChurn(ObjectSubject<H> subject, ChurnScript script) {
        this.subject = subject;
        slots = script.slots();
        sizes = script.sizes();
        liveBlocks = (H[]) new Object[ChurnScript.SLOTS];
    }

    @Override
    public void run() {
        ObjectSubject<H> allocator = subject;
        int end = cursor + CHURN_STEPS;
        for (int i = cursor; i < end; i++) {
            int slot = slots[i];
            H old = liveBlocks[slot];
            if (old != null) {
                allocator.free(old);
            }
            long size = sizes[i];
            H block = allocator.allocate(size);
            allocator.touch(block, i);
            liveBlocks[slot] = block;
            liveSizes[slot] = size;
        }
        cursor = end & (ChurnScript.RECORDS - 1);
    }

    @Override
    public long checksum() {
        drain(new Checksum());
        Checksum sum = new Checksum();
        for (int i = 0; i < ChurnScript.RECORDS; i++) {
            int slot = slots[i];
            release(slot, sum);
            H block = subject.allocate(sizes[i]);
            ObjectContents.fill(subject, block, sizes[i], i);
            liveBlocks[slot] = block;
            liveSizes[slot] = sizes[i];
        }
        drain(sum);
        return sum.value();
    }

    @Override
    public void close() {
        drain(new Checksum());
        subject.close();
    }

    private void drain(Checksum sum) {
        for (int slot = 0; slot < ChurnScript.SLOTS; slot++) {
            release(slot, sum);
        }
        cursor = 0;
    }

    private void release(int slot, Checksum sum) {
        H block = liveBlocks[slot];
        if (block != null) {
            sum.add(slot);
            ObjectContents.read(subject, block, liveSizes[slot], sum);
            subject.free(block);
            liveBlocks[slot] = null;
        }
    }
}
