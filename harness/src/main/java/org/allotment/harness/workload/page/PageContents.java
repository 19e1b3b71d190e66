package org.allotment.harness.workload.page;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.PageScript;

/** Fills and reads the first and the last word of each page, which tells overlapping runs as well as all words do. */
final class PageContents {
    private static final long LAST_WORD = PageScript.PAGE - Long.BYTES;

    private PageContents() {}

    static void fill(long address, long size, long index) {
        for (long page = 0; page < size; page += PageScript.PAGE) {
            RawAccess.putLong(address + page, Checksum.word(index, size, page));
            RawAccess.putLong(address + page + LAST_WORD, Checksum.word(index, size, page + LAST_WORD));
        }
    }

    static void read(long address, long size, Checksum sum) {
        sum.add(size);
        sum.add(address & (PageScript.PAGE - 1));
        for (long page = 0; page < size; page += PageScript.PAGE) {
            sum.add(RawAccess.getLong(address + page));
            sum.add(RawAccess.getLong(address + page + LAST_WORD));
        }
    }
}
