package org.allotment.harness.workload.replace;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.ReplaceScript;

/** The touch is one byte, because the smallest blocks have no room for more. */
final class AddressReplacement implements Workload {
    private static final long EMPTY = 0;

    private final AddressSubject subject;
    private final int live;
    private final int[] records;
    private final long[] liveAddresses;
    private final int[] liveRecords;
    private int cursor;
    private int oldest;

    AddressReplacement(AddressSubject subject, ReplaceScript script) {
        this.subject = subject;
        live = script.live();
        records = script.records();
        liveAddresses = new long[live];
        liveRecords = new int[live];
    }

    @Override
    public void run() {
        AddressSubject allocator = subject;
        int slot = oldest;
        int end = cursor + Replacement.STEPS;
        for (int i = cursor; i < end; i++) {
            int record = records[i];
            long old = liveAddresses[slot];
            if (old != EMPTY) {
                int last = liveRecords[slot];
                allocator.free(old, ReplaceScript.size(last), ReplaceScript.alignment(last));
            }
            long address = allocator.allocate(ReplaceScript.size(record), ReplaceScript.alignment(record));
            RawAccess.putByte(address, (byte) i);
            liveAddresses[slot] = address;
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
            long address = subject.allocate(size, ReplaceScript.alignment(record));
            for (long offset = 0; offset < size; offset++) {
                RawAccess.putByte(address + offset, (byte) Checksum.word(i, size, offset));
            }
            liveAddresses[slot] = address;
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
        long address = liveAddresses[slot];
        if (address == EMPTY) {
            return;
        }
        long size = ReplaceScript.size(liveRecords[slot]);
        long alignment = ReplaceScript.alignment(liveRecords[slot]);
        sum.add(size);
        sum.add(address & (alignment - 1));
        for (long offset = 0; offset < size; offset++) {
            sum.add(RawAccess.getByte(address + offset));
        }
        subject.free(address, size, alignment);
        liveAddresses[slot] = EMPTY;
    }
}
