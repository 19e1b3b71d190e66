package org.allotment.harness.workload.row;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.script.Checksum;

final class AddressRow extends BlockRow {
    private final AddressSubject subject;
    private final long[] addresses;

    AddressRow(AddressSubject subject, long[] addresses) {
        this.subject = subject;
        this.addresses = addresses;
    }

    @Override
    public BlockRow sharedWith(Subject other) {
        return new AddressRow((AddressSubject) other, addresses);
    }

    @Override
    public void allocate(int slot, long size) {
        long address = subject.allocate(size);
        RawAccess.putLongOpaque(address, slot);
        addresses[slot] = address;
    }

    @Override
    public void free(int slot, long size) {
        subject.free(addresses[slot], size);
    }

    @Override
    public void fill(int slot, long size, long index) {
        long address = addresses[slot];
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            RawAccess.putLong(address + offset, Checksum.word(index, size, offset));
        }
    }

    @Override
    public void read(int slot, long size, Checksum sum) {
        long address = addresses[slot];
        sum.add(size);
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            sum.add(RawAccess.getLong(address + offset));
        }
    }

    @Override
    public void close() {
        subject.close();
    }
}
