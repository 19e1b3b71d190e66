package org.allotment.core.tlsf;

import static org.allotment.core.tlsf.TlsfLayout.GRANULE_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.GRANULE_SHIFT;
import static org.allotment.core.tlsf.TlsfLayout.HEADER_BYTES;

import java.util.HashSet;
import java.util.Set;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.memory.RawAccess;

/**
 * Regions, index and quick lists together: all that is not on a fast path.
 *
 * <p>To the engine a block in a quick list is a used one; here the two are told apart.
 */
final class TlsfHeap {
    final TlsfEngine engine = new TlsfEngine();
    final TlsfRegions regions = new TlsfRegions();
    final long[] quick;
    private final TlsfOptions options;

    TlsfHeap(TlsfOptions options) {
        this.options = options;
        quick = TlsfQuick.heads(options.quickLimit());
    }

    /** Refuses what cannot become a region. */
    void checkRegion(long address, long bytes) {
        if (address <= 0 || bytes <= 0 || bytes > TlsfLayout.MAX_BLOCK_BYTES || address > TlsfQuick.ADDRESS - bytes) {
            throw badRegion("a region must lie between 1 and 2^57 and be at most 2^40 bytes", address, bytes);
        }
        if (!TlsfRegion.isLargeEnough(address, bytes)) {
            throw badRegion("a region must hold a block and a sentinel", address, bytes);
        }
        if (regions.overlaps(address, bytes)) {
            throw AllocationException.memoryOverlap(
                    "a region is there already, address=" + address + ", bytes=" + bytes);
        }
    }

    private static AllocationException badRegion(String rule, long address, long bytes) {
        return AllocationException.invalidParameter(rule + ", address=" + address + ", bytes=" + bytes);
    }

    TlsfRegion open(long address, long bytes, boolean drawn) {
        TlsfRegion region = new TlsfRegion(address, bytes, options.checked(), drawn);
        engine.open(region.first, region.sentinel);
        regions.add(region);
        return region;
    }

    /** What is tried before a refusal, the cheap first: a scan below good fit, then coalescing and all again. */
    long takeHarder(long bytes, long alignment) {
        long block = engine.takeByScan(bytes, alignment);
        if (block == Allocator.NULL && drain()) {
            block = take(bytes, alignment);
        }
        return block;
    }

    private long take(long bytes, long alignment) {
        long block = alignment <= GRANULE_BYTES ? engine.take(bytes) : engine.takeAligned(bytes, alignment);
        return block == Allocator.NULL ? engine.takeByScan(bytes, alignment) : block;
    }

    /** Empties all quick lists into the index; false when they were empty. */
    boolean drain() {
        boolean any = false;
        for (int granules = 1; granules < TlsfQuick.CLASSES; granules++) {
            any |= drain(granules);
        }
        return any;
    }

    private boolean drain(int granules) {
        long address = TlsfQuick.address(quick[granules]);
        boolean any = address != Allocator.NULL;
        while (address != Allocator.NULL) {
            quick[granules] = RawAccess.getLong(address);
            engine.give(address - HEADER_BYTES);
            address = TlsfQuick.address(quick[granules]);
        }
        return any;
    }

    /** Makes a used block fit a larger request where it is, if what lies behind allows it. */
    boolean extend(long block, long newSize) {
        if (newSize > TlsfLayout.MAX_BLOCK_BYTES - HEADER_BYTES) {
            return false;
        }
        long bytes = TlsfLayout.blockBytes(newSize);
        if (bytes <= TlsfEngine.bytesOf(block)) {
            return true;
        }
        while (!engine.extend(block, bytes)) {
            if (!reclaimBehind(block)) {
                return false;
            }
        }
        return true;
    }

    /** Drains the quick list that holds the first used block behind; false when it is in none. */
    private boolean reclaimBehind(long block) {
        long next = block + TlsfEngine.bytesOf(block);
        long word = TlsfEngine.word(next);
        if (TlsfEngine.isFree(word)) {
            next += word;
            word = TlsfEngine.word(next);
        }
        long granules = word >>> GRANULE_SHIFT;
        return granules < TlsfQuick.CLASSES
                && TlsfQuick.holds(quick, (int) granules, next + HEADER_BYTES)
                && drain((int) granules);
    }

    /** Gives back the end of a used block that a smaller request leaves over. */
    void truncate(long block, long newSize) {
        long bytes = TlsfLayout.blockBytes(newSize);
        if (bytes < TlsfEngine.bytesOf(block)) {
            engine.truncate(block, bytes);
        }
    }

    /** Grows a used block towards the free one before it; the answer is the block's new place or NULL. */
    long slide(long block, long size, long newSize, long alignment) {
        if (newSize > TlsfLayout.MAX_BLOCK_BYTES - HEADER_BYTES) {
            return Allocator.NULL;
        }
        return engine.slide(block, TlsfLayout.blockBytes(newSize), alignment, size);
    }

    void forEachBlock(TlsfVisitor visitor) {
        Set<Long> waiting = quickPayloads();
        for (TlsfRegion region : regions.all()) {
            for (long block = region.first; block != region.sentinel; block += TlsfEngine.bytesOf(block)) {
                long word = TlsfEngine.word(block);
                long payload = block + HEADER_BYTES;
                TlsfVisitor.State state = TlsfEngine.isFree(word)
                        ? TlsfVisitor.State.FREE
                        : waiting.contains(payload) ? TlsfVisitor.State.QUICK : TlsfVisitor.State.LIVE;
                visitor.visit(payload, TlsfEngine.bytesOf(block) - HEADER_BYTES, state);
            }
        }
    }

    private Set<Long> quickPayloads() {
        Set<Long> payloads = new HashSet<>();
        for (long list : quick) {
            for (long head = list; TlsfQuick.address(head) != Allocator.NULL; ) {
                payloads.add(TlsfQuick.address(head));
                head = RawAccess.getLong(TlsfQuick.address(head));
            }
        }
        return payloads;
    }

    /** Free bytes are those of payloads: a header is metadata whether its block is free or not. */
    AllocatorStatistics statistics() {
        long quickBlocks = TlsfQuick.blocks(quick);
        long quickBytes = TlsfQuick.bytes(quick);
        long liveBlocks = engine.usedBlocks - quickBlocks;
        long liveBytes = engine.usedBytes - quickBytes;
        long freeBlocks = engine.blocks - liveBlocks;
        long freeBytes = engine.blockBytes - liveBytes;
        long lost = 0;
        long heapBytes = engine.index.heapBytes() + (long) Long.BYTES * quick.length;
        for (TlsfRegion region : regions.all()) {
            lost += region.lostBytes();
            heapBytes += (long) Long.BYTES * region.live.length;
        }
        long headers = engine.blocks + regions.all().length;
        return new AllocatorStatistics(
                regions.bytes(),
                liveBytes - liveBlocks * HEADER_BYTES,
                headers * HEADER_BYTES,
                freeBytes - freeBlocks * HEADER_BYTES,
                0,
                lost,
                liveBlocks,
                heapBytes);
    }

    void close() {
        regions.clear();
    }
}
