package org.allotment.harness.workload.page;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.PageScript;

final class PageBatch implements Workload {
    private final AddressSubject subject;
    private final long[] sizes;
    private final int[] freeOrder;
    private final long[] addresses = new long[PageScript.RUNS];

    PageBatch(AddressSubject subject, PageScript script) {
        this.subject = subject;
        sizes = script.sizes();
        freeOrder = script.freeOrder();
    }

    @Override
    public void run() {
        AddressSubject allocator = subject;
        for (int i = 0; i < PageScript.RUNS; i++) {
            long address = allocator.allocate(sizes[i], PageScript.PAGE);
            RawAccess.putLongOpaque(address, i);
            addresses[i] = address;
        }
        for (int i = 0; i < PageScript.RUNS; i++) {
            int block = freeOrder[i];
            allocator.free(addresses[block], sizes[block], PageScript.PAGE);
        }
    }

    @Override
    public long checksum() {
        for (int i = 0; i < PageScript.RUNS; i++) {
            addresses[i] = subject.allocate(sizes[i], PageScript.PAGE);
            PageContents.fill(addresses[i], sizes[i], i);
        }
        Checksum sum = new Checksum();
        for (int block : freeOrder) {
            sum.add(block);
            PageContents.read(addresses[block], sizes[block], sum);
            subject.free(addresses[block], sizes[block], PageScript.PAGE);
        }
        return sum.value();
    }

    @Override
    public void close() {
        subject.close();
    }
}
