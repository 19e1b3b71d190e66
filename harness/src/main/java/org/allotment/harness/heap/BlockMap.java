package org.allotment.harness.heap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allotment.harness.heap.HeapDocument.Region;
import org.allotment.harness.heap.HeapDocument.Size;

/** Collects the blocks of a walk, in any order, and makes cells of them. */
final class BlockMap {
    /** Farther apart, two blocks are of two regions. */
    private static final long FAR = 1L << 20;

    private static final int LEAST_CELL = 64;
    private static final int MOST_CELLS = 2_048;

    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    private final TreeMap<Long, Long> freeSizes = new TreeMap<>();

    private record Block(long bytes, boolean live) {}

    private record Stretch(long from, long to) {
        long bytes() {
            return to - from;
        }
    }

    void live(long address, long bytes) {
        blocks.put(address, new Block(bytes, true));
    }

    void free(long address, long bytes) {
        blocks.put(address, new Block(bytes, false));
        freeSizes.merge(bytes, 1L, Long::sum);
    }

    long freeBlocks() {
        return freeSizes.values().stream().mapToLong(Long::longValue).sum();
    }

    List<Size> freeSizes() {
        return freeSizes.entrySet().stream()
                .map(entry -> new Size(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The smallest power of two that leaves few enough cells for a picture. */
    int cellBytes() {
        var stretches = stretches();
        var cell = LEAST_CELL;
        while (cells(stretches, cell) > MOST_CELLS) {
            cell *= 2;
        }
        return cell;
    }

    private static long cells(List<Stretch> stretches, int cell) {
        return stretches.stream()
                .mapToLong(stretch -> (stretch.bytes() + cell - 1) / cell)
                .sum();
    }

    List<Region> regions(int cellBytes) {
        var regions = new ArrayList<Region>();
        for (var stretch : stretches()) {
            var live = new int[(int) ((stretch.bytes() + cellBytes - 1) / cellBytes)];
            blocks.subMap(stretch.from(), stretch.to()).forEach((address, block) -> {
                if (block.live()) {
                    add(live, address - stretch.from(), block.bytes(), cellBytes);
                }
            });
            regions.add(new Region(stretch.bytes(), Arrays.stream(live).boxed().toList()));
        }
        return regions;
    }

    private static void add(int[] live, long offset, long bytes, int cellBytes) {
        for (var from = offset; from < offset + bytes; ) {
            var cell = from / cellBytes;
            var to = Math.min(offset + bytes, (cell + 1) * cellBytes);
            live[(int) cell] += (int) (to - from);
            from = to;
        }
    }

    private List<Stretch> stretches() {
        var stretches = new ArrayList<Stretch>();
        var from = 0L;
        var to = 0L;
        for (Map.Entry<Long, Block> entry : blocks.entrySet()) {
            var address = entry.getKey();
            if (to == 0 || address - to > FAR) {
                if (to > 0) {
                    stretches.add(new Stretch(from, to));
                }
                from = address;
            }
            to = address + entry.getValue().bytes();
        }
        if (to > 0) {
            stretches.add(new Stretch(from, to));
        }
        return stretches;
    }
}
