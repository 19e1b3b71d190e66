package org.allotment.core.page;

/** Capacities of the seed's page allocator, as names; any other size of region serves as well. */
public enum PageCapacity {
    /** 65,536 pages of 4 KiB. */
    MIB_256(1L << 28),
    /** 1,048,576 pages of 4 KiB. */
    GIB_4(1L << 32),
    /** 16,777,216 pages of 4 KiB. */
    GIB_64(1L << 36),
    /** 268,435,456 pages of 4 KiB; some 36 MiB of bookkeeping. */
    TIB_1(1L << 40);

    private final long bytes;

    PageCapacity(long bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the size of the region.
     *
     * @return bytes, whatever the size of a page
     */
    public long bytes() {
        return bytes;
    }
}
