package org.allotment.harness.workload;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.workload.script.Checksum;

/** Fills and reads blocks by address: every whole word from the start, so at most seven bytes stay out. */
final class AddressContents {
    private AddressContents() {}

    static void fill(long address, long size, long index) {
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            RawAccess.putLong(address + offset, Checksum.word(index, size, offset));
        }
    }

    static void read(long address, long size, Checksum sum) {
        sum.add(size);
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            sum.add(RawAccess.getLong(address + offset));
        }
    }
}
