package org.allotment.harness.workload.page;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.PageScript;

final class PagePair implements Workload {
    private final AddressSubject subject;
    private final long size;

    PagePair(AddressSubject subject, int pages) {
        this.subject = subject;
        size = pages * PageScript.PAGE;
    }

    @Override
    public void run() {
        AddressSubject allocator = subject;
        long bytes = size;
        for (int i = 0; i < PAIRS; i++) {
            long address = allocator.allocate(bytes, PageScript.PAGE);
            RawAccess.putLongOpaque(address, i);
            allocator.free(address, bytes, PageScript.PAGE);
        }
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        for (int i = 0; i < PAIRS; i++) {
            long address = subject.allocate(size, PageScript.PAGE);
            PageContents.fill(address, size, i);
            PageContents.read(address, size, sum);
            subject.free(address, size, PageScript.PAGE);
        }
        return sum.value();
    }

    @Override
    public void close() {
        subject.close();
    }
}
