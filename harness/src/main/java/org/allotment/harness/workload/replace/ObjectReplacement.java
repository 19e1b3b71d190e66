package org.allotment.harness.workload.replace;

import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.ReplaceScript;
import org.jspecify.annotations.Nullable;

/** As {@link AddressReplacement}, over handles. */
final class ObjectReplacement<H> implements Workload {
    private final ObjectSubject<H> subject;
    private final int live;
    private final int[] records;
    private final @Nullable H[] liveBlocks;
    private final int[] liveRecords;
    private int cursor;
    private int oldest;

    @SuppressWarnings("unchecked")
    ObjectReplacement(ObjectSubject<H> subject, ReplaceScript script) {
        this.subject = subject;
        live = script.live();
        records = script.records();
        liveBlocks = (H[]) new Object[live];
        liveRecords = new int[live];
    }

    @Override
    public void run() {
        ObjectSubject<H> allocator = subject;
        int slot = oldest;
        int end = cursor + Replacement.STEPS;
        for (int i = cursor; i < end; i++) {
            int record = records[i];
            H old = liveBlocks[slot];
            if (old != null) {
                allocator.free(old);
            }
            H block = allocator.allocate(ReplaceScript.size(record), ReplaceScript.alignment(record));
            allocator.putByte(block, 0, (byte) i);
            liveBlocks[slot] = block;
            liveRecords[slot] = record;
            slot = slot + 1 == live ? 0 : slot + 1;
        }
        oldest = slot;
        cursor = end & (ReplaceScript.RECORDS - 1);
    }

    @Override
    public long checksum() {
        drain(new Checksum());
        Checksum sum = new Checksum();
        for (int i = 0; i < ReplaceScript.RECORDS; i++) {
            int record = records[i];
            long size = ReplaceScript.size(record);
            int slot = i % live;
            release(slot, sum);
            H block = subject.allocate(size, ReplaceScript.alignment(record));
            for (long offset = 0; offset < size; offset++) {
                subject.putByte(block, offset, (byte) Checksum.word(i, size, offset));
            }
            liveBlocks[slot] = block;
            liveRecords[slot] = record;
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
        for (int slot = 0; slot < live; slot++) {
            release(slot, sum);
        }
        cursor = 0;
        oldest = 0;
    }

    private void release(int slot, Checksum sum) {
        H block = liveBlocks[slot];
        if (block == null) {
            return;
        }
        long size = ReplaceScript.size(liveRecords[slot]);
        long alignment = ReplaceScript.alignment(liveRecords[slot]);
        sum.add(size);
        sum.add(subject.address(block) & (alignment - 1));
        for (long offset = 0; offset < size; offset++) {
            sum.add(subject.getByte(block, offset));
        }
        subject.free(block);
        liveBlocks[slot] = null;
    }
}
