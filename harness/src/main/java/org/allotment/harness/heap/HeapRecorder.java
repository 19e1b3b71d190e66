package org.allotment.harness.heap;

import java.util.List;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.core.tlsf.TlsfVisitor.State;
import org.allotment.harness.heap.HeapDocument.Bytes;
import org.allotment.harness.heap.HeapDocument.Walk;
import org.allotment.harness.workload.script.ChurnScript;
import org.jspecify.annotations.Nullable;

/** Brings allocators to rest and walks them; the same bytes each time, apart from what the code does. */
public final class HeapRecorder {
    private static final String WORKLOAD = "churn of 16 to 1,024 bytes in 4,096 slots, then every second block freed";
    private static final long ALIGNMENT = 16;
    private static final long REGION_BYTES = 4L << 20;

    private HeapRecorder() {}

    /** The walks of all allocators that can be walked. */
    public static HeapDocument record() {
        return new HeapDocument(HeapDocument.FORMAT, List.of(tlsf(), shared()));
    }

    private static Walk tlsf() {
        var options = TlsfOptions.DEFAULT.growingBy(REGION_BYTES);
        try (var allocator = TlsfAllocator.create(MemoryMapSource.create(), options)) {
            rest(allocator);
            var largest = allocator.largestFree();
            var blocks = new BlockMap();
            allocator.forEachBlock((address, usable, state) -> {
                if (state == State.LIVE) {
                    blocks.live(address, usable);
                } else {
                    blocks.free(address, usable);
                }
            });
            return walk("allotment-tlsf", blocks, allocator.statistics(), blocks.freeBlocks(), largest);
        }
    }

    private static Walk shared() {
        try (var allocator = SharedAllocator.checked()) {
            rest(allocator);
            var blocks = new BlockMap();
            allocator.forEachBlock(blocks::live);
            return walk("allotment-shared", blocks, allocator.statistics(), null, null);
        }
    }

    private static void rest(Allocator allocator) {
        var script = ChurnScript.standard();
        var addresses = new long[ChurnScript.SLOTS];
        var sizes = new long[ChurnScript.SLOTS];
        for (var i = 0; i < ChurnScript.RECORDS; i++) {
            var slot = script.slots()[i];
            if (addresses[slot] != 0) {
                allocator.free(addresses[slot], sizes[slot], ALIGNMENT);
            }
            sizes[slot] = script.sizes()[i];
            addresses[slot] = allocator.allocate(sizes[slot], ALIGNMENT);
        }
        for (var slot = 0; slot < addresses.length; slot += 2) {
            if (addresses[slot] != 0) {
                allocator.free(addresses[slot], sizes[slot], ALIGNMENT);
            }
        }
    }

    private static Walk walk(
            String subject,
            BlockMap blocks,
            AllocatorStatistics statistics,
            @Nullable Long freeBlocks,
            @Nullable Long largestFree) {
        var cell = blocks.cellBytes();
        var bytes = new Bytes(
                statistics.sourceBytes(),
                statistics.liveBlockBytes(),
                statistics.inBandMetadataBytes(),
                statistics.freeBytes(),
                statistics.quarantinedBytes(),
                statistics.lostBytes(),
                statistics.heapMetadataBytes());
        return new Walk(
                subject,
                WORKLOAD,
                bytes,
                statistics.liveBlocks(),
                freeBlocks,
                largestFree,
                cell,
                blocks.regions(cell),
                blocks.freeSizes());
    }
}
