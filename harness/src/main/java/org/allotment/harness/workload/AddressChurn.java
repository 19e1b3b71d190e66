package org.allotment.harness.workload;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.ChurnScript;

final class AddressChurn implements Workload {
    private static final long EMPTY = 0;

    private final AddressSubject subject;
    private final int[] slots;
    private final long[] sizes;
    private final long[] liveAddresses = new long[ChurnScript.SLOTS];
    private final long[] liveSizes = new long[ChurnScript.SLOTS];
    private int cursor;

    AddressChurn(AddressSubject subject, ChurnScript script) {
        this.subject = subject;
        slots = script.slots();
        sizes = script.sizes();
    }

    @Override
    public void run() {
        AddressSubject allocator = subject;
        int end = cursor + CHURN_STEPS;
        for (int i = cursor; i < end; i++) {
            int slot = slots[i];
            long old = liveAddresses[slot];
            if (old != EMPTY) {
                allocator.free(old, liveSizes[slot]);
            }
            long size = sizes[i];
            long address = allocator.allocate(size);
            RawAccess.putLongOpaque(address, i);
            liveAddresses[slot] = address;
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
            liveAddresses[slot] = subject.allocate(sizes[i]);
            liveSizes[slot] = sizes[i];
            AddressContents.fill(liveAddresses[slot], sizes[i], i);
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
        long address = liveAddresses[slot];
        if (address != EMPTY) {
            sum.add(slot);
            AddressContents.read(address, liveSizes[slot], sum);
            subject.free(address, liveSizes[slot]);
            liveAddresses[slot] = EMPTY;
        }
    }
}
