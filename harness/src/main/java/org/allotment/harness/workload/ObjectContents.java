package org.allotment.harness.workload;

import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.workload.script.Checksum;

/** Fills and reads blocks through their handles, word by word as {@link AddressContents} does. */
final class ObjectContents {
    private ObjectContents() {}

    static <H> void fill(ObjectSubject<H> subject, H block, long size, long index) {
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            subject.put(block, offset, Checksum.word(index, size, offset));
        }
    }

    static <H> void read(ObjectSubject<H> subject, H block, long size, Checksum sum) {
        sum.add(size);
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            sum.add(subject.get(block, offset));
        }
    }
}
