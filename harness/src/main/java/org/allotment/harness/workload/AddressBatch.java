package org.allotment.harness.workload;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.workload.script.BatchScript;
import org.allotment.harness.workload.script.Checksum;

final class AddressBatch implements Workload {
    private final AddressSubject subject;
    private final long[] sizes;
    private final int[] freeOrder;
    private final long[] addresses = new long[BatchScript.BLOCKS];

    AddressBatch(AddressSubject subject, BatchScript script) {
        this.subject = subject;
        sizes = script.sizes();
        freeOrder = script.freeOrder();
    }

    @Override
    public void run() {
        AddressSubject allocator = subject;
        for (int i = 0; i < BatchScript.BLOCKS; i++) {
            long address = allocator.allocate(sizes[i]);
            RawAccess.putLongOpaque(address, i);
            addresses[i] = address;
        }
        for (int i = 0; i < BatchScript.BLOCKS; i++) {
            int block = freeOrder[i];
            allocator.free(addresses[block], sizes[block]);
        }
    }

    @Override
    public long checksum() {
        for (int i = 0; i < BatchScript.BLOCKS; i++) {
            addresses[i] = subject.allocate(sizes[i]);
            AddressContents.fill(addresses[i], sizes[i], i);
        }
        Checksum sum = new Checksum();
        for (int block : freeOrder) {
            sum.add(block);
            AddressContents.read(addresses[block], sizes[block], sum);
            subject.free(addresses[block], sizes[block]);
        }
        return sum.value();
    }

    @Override
    public void close() {
        subject.close();
    }
}
