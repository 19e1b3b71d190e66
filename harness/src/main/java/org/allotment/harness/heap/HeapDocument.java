package org.allotment.harness.heap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@value #FORMAT}: where the bytes of allocators lay once a workload had come to rest. */
public record HeapDocument(String format, List<Walk> walks) {
    /** Name and version of this document. */
    public static final String FORMAT = "allotment.heap/1";

    /** Absent fields become empty ones. */
    public HeapDocument {
        walks = walks == null ? List.of() : List.copyOf(walks);
    }

    /**
     * One allocator.
     *
     * @param workload what led there, in words
     * @param freeBlocks null where the walk does not see free blocks
     * @param largestFree largest request that is sure to be served without growth; null where nobody can say
     * @param cellBytes what one cell of a region covers
     * @param regions neighbouring addresses, in their order
     * @param freeSizes free blocks by size, ascending
     */
    public record Walk(
            String subject,
            String workload,
            Bytes bytes,
            long liveBlocks,
            @Nullable Long freeBlocks,
            @Nullable Long largestFree,
            int cellBytes,
            List<Region> regions,
            List<Size> freeSizes) {}

    /** The law of conservation: source = live + metadata + free + quarantined + lost; the Java heap is besides. */
    public record Bytes(long source, long live, long metadata, long free, long quarantined, long lost, long javaHeap) {}

    /** Live bytes of each cell. */
    public record Region(long bytes, List<Integer> live) {}

    /** So many free blocks of one size. */
    public record Size(long bytes, long count) {}
}
