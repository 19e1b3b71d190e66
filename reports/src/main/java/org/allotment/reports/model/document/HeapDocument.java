package org.allotment.reports.model.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@value #FORMAT}: where the bytes of allocators lay once a workload had come to rest. */
public record HeapDocument(List<Walk> walks) {
    /** Name and version of this document. */
    public static final String FORMAT = "allotment.heap/1";

    /** Walks of one document. */
    public static final int MOST_WALKS = 16;

    /** Cells of one walk, and regions: each has a cell at least. */
    public static final int MOST_CELLS = 4_096;

    /** Sizes of free blocks of one walk. */
    public static final int MOST_SIZES = 1_024;

    /** Immutable. */
    public HeapDocument {
        walks = List.copyOf(walks);
    }

    /**
     * One allocator.
     *
     * @param workload    what led there, in words
     * @param freeBlocks  null where the walk does not see free blocks
     * @param largestFree the largest request that is sure to be served without growth, null where nobody can say
     * @param cellBytes   what one cell of a region covers
     * @param regions     in the order of their addresses
     * @param freeSizes   free blocks by size, ascending; empty where the walk does not see them
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
            List<Size> freeSizes) {
        /** Immutable. */
        public Walk {
            regions = List.copyOf(regions);
            freeSizes = List.copyOf(freeSizes);
        }
    }

    /** The law of conservation: source = live + metadata + free + quarantined + lost; the Java heap is besides. */
    public record Bytes(long source, long live, long metadata, long free, long quarantined, long lost, long javaHeap) {
        /** True when the law holds. */
        public boolean isConserved() {
            return source == live + metadata + free + quarantined + lost;
        }
    }

    /** Neighbouring addresses: their bytes, and the live bytes of each cell; neither is ever none. */
    public record Region(long bytes, List<Integer> live) {
        /** Immutable. */
        public Region {
            live = List.copyOf(live);
        }
    }

    /** So many free blocks of one size. */
    public record Size(long bytes, long count) {}
}
