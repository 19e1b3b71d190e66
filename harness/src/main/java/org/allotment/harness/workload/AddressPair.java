package org.allotment.harness.workload;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.workload.script.Checksum;

final class AddressPair implements Workload {
    private final AddressSubject subject;
    private final long size;

    AddressPair(AddressSubject subject, long size) {
        this.subject = subject;
        this.size = size;
    }

    @Override
    public void run() {
        AddressSubject allocator = subject;
        long bytes = size;
        for (int i = 0; i < PAIRS; i++) {
            long address = allocator.allocate(bytes);
            RawAccess.putLongOpaque(address, i);
            allocator.free(address, bytes);
        }
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        for (int i = 0; i < PAIRS; i++) {
            long address = subject.allocate(size);
            AddressContents.fill(address, size, i);
            AddressContents.read(address, size, sum);
            subject.free(address, size);
        }
        return sum.value();
    }

    @Override
    public void close() {
        subject.close();
    }
}
