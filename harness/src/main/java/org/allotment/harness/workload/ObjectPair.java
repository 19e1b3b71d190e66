package org.allotment.harness.workload;

import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.workload.script.Checksum;

final class ObjectPair<H> implements Workload {
    private final ObjectSubject<H> subject;
    private final long size;

    ObjectPair(ObjectSubject<H> subject, long size) {
        this.subject = subject;
        this.size = size;
    }

    @Override
    public void run() {
        ObjectSubject<H> allocator = subject;
        long bytes = size;
        for (int i = 0; i < PAIRS; i++) {
            H block = allocator.allocate(bytes);
            allocator.touch(block, i);
            allocator.free(block);
        }
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        for (int i = 0; i < PAIRS; i++) {
            H block = subject.allocate(size);
            ObjectContents.fill(subject, block, size, i);
            ObjectContents.read(subject, block, size, sum);
            subject.free(block);
        }
        return sum.value();
    }

    @Override
    public void close() {
        subject.close();
    }
}
