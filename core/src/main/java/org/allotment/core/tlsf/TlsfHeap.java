package org.allotment.core.tlsf;

import static org.allotment.core.tlsf.TlsfLayout.GRANULE_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.GRANULE_SHIFT;
import static org.allotment.core.tlsf.TlsfLayout.HEADER_BYTES;

import java.util.HashSet;
import java.util.Set;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.bits.Alignment;
import org.allotment.core.ending.Endings;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * Regions, index and quick lists together: all that is not on a fast path.
 *
 * <p>To the engine a block in a quick list is a used one; here the two are told apart.
 */
final class TlsfHeap {
    /** Bytes of a drawn region that no block can have: those before the first header, and the sentinel. */
    private static final long REGION_OVERHEAD = GRANULE_BYTES;

    /** Most bytes drawn in advance, so that growth by halves ends somewhere. */
    private static final long MOST_AHEAD = 1L << 30;

    final TlsfEngine engine = new TlsfEngine();
    final TlsfRegions regions = new TlsfRegions();
    final long[] quick;
    private final TlsfOptions options;
    private final @Nullable MemorySource source;

    TlsfHeap(TlsfOptions options, @Nullable MemorySource source) {
        this.options = options;
        this.source = source;
        quick = TlsfQuick.heads(options.quickLimit());
    }

    /** Refuses what cannot become a region. */
    void checkRegion(long address, long bytes) {
        if (address <= 0 || bytes <= 0 || bytes > mostRegionBytes() || address > TlsfQuick.ADDRESS_LIMIT - bytes) {
            throw badRegion(
                    "a region must lie between 1 and 2^53 and be at most 2^40 bytes, checked 2^35", address, bytes);
        }
        if (!TlsfRegion.isLargeEnough(address, bytes)) {
            throw badRegion("a region must hold a block and a sentinel", address, bytes);
        }
        if (regions.overlaps(address, bytes)) {
            throw AllocationException.memoryOverlap(
                    "a region is there already, address=" + address + ", bytes=" + bytes);
        }
    }

    private long mostRegionBytes() {
        return options.checked() ? TlsfRegion.MAX_MARKED_BYTES : TlsfLayout.MAX_BLOCK_BYTES;
    }

    private static AllocationException badRegion(String rule, long address, long bytes) {
        return AllocationException.invalidParameter(rule + ", address=" + address + ", bytes=" + bytes);
    }

    TlsfRegion open(long address, long bytes, boolean drawn) {
        TlsfRegion region = new TlsfRegion(address, bytes, options.checked(), drawn);
        // The index needs no memory for it; the regions do, and may find none while nothing has changed yet.
        regions.add(region);
        engine.open(region.first, region.sentinel);
        return region;
    }

    /**
     * Adds memory at the ends of a region that was handed in; refuses what is none, has no room, or is there already.
     */
    TlsfRegion extend(long start, long before, long behind) {
        TlsfRegion region = handedIn(start);
        if (before < 0 || behind < 0 || before >= start || behind > TlsfLayout.MAX_BLOCK_BYTES) {
            throw AllocationException.invalidParameter(
                    "a region grows by bytes from 0 up, start=" + start + ", before=" + before + ", behind=" + behind);
        }
        long newStart = start - before;
        long newBytes = before + region.bytes + behind;
        if (newBytes > mostRegionBytes() || newStart > TlsfQuick.ADDRESS_LIMIT - newBytes) {
            throw badRegion("a region must end below 2^53 and be at most 2^40 bytes, checked 2^35", newStart, newBytes);
        }
        if (regions.overlaps(newStart, before) || regions.overlaps(start + region.bytes, behind)) {
            throw AllocationException.memoryOverlap(
                    "a region is there already, address=" + newStart + ", bytes=" + newBytes);
        }
        TlsfRegion larger = region.extended(newStart, newBytes, options.checked());
        enlarge(region, larger);
        return larger;
    }

    private void enlarge(TlsfRegion region, TlsfRegion larger) {
        regions.replace(region, larger);
        if (larger.sentinel > region.sentinel) {
            engine.openBehind(region.sentinel, larger.sentinel);
        }
        if (larger.first < region.first) {
            engine.openBefore(region.first, larger.first);
        }
    }

    private TlsfRegion handedIn(long start) {
        TlsfRegion region = regions.startingAt(start);
        if (region == null || region.drawn) {
            throw AllocationException.invalidParameter("no region that was handed in begins there, start=" + start);
        }
        return region;
    }

    /** Forgets a region that was handed in; refuses one with live blocks. */
    void remove(long start) {
        TlsfRegion region = handedIn(start);
        long live = liveBlocks(region);
        if (live != 0) {
            throw AllocationException.invalidParameter(
                    "blocks of the region are live, start=" + start + ", liveBlocks=" + live);
        }
        drain();
        engine.close(region.first);
        regions.remove(region);
    }

    private long liveBlocks(TlsfRegion region) {
        Set<Long> waiting = quickPayloads();
        long live = 0;
        for (long block = region.first; block != region.sentinel; block += TlsfEngine.bytesOf(block)) {
            boolean isLive = !TlsfEngine.isFree(TlsfEngine.word(block)) && !waiting.contains(block + HEADER_BYTES);
            live += isLive ? 1 : 0;
        }
        return live;
    }

    /** What is tried before a refusal, the cheap first: a scan below good fit, then coalescing, then growth. */
    long takeHarder(long bytes, long alignment) {
        long block = engine.takeByScan(bytes, alignment);
        if (block == Allocator.NULL && drain()) {
            block = take(bytes, alignment);
        }
        if (block == Allocator.NULL && source != null && growFor(source, bytes, alignment)) {
            block = take(bytes, alignment);
        }
        return block;
    }

    private long take(long bytes, long alignment) {
        long block = alignment <= GRANULE_BYTES ? engine.take(bytes) : engine.takeAligned(bytes, alignment);
        return block == Allocator.NULL ? engine.takeByScan(bytes, alignment) : block;
    }

    /**
     * Draws a region with room for a block: a generous one or, when that is refused, one that just does, or else what a
     * drawn region lacks at its end.
     */
    private boolean growFor(MemorySource from, long bytes, long alignment) {
        long padding = Math.max(0, alignment - GRANULE_BYTES);
        long least = Alignment.alignUp(bytes + padding + REGION_OVERHEAD, from.granularity());
        long share = Math.min(regions.bytes() / 2, MOST_AHEAD);
        long generous = Alignment.alignUp(Math.max(options.growthBytes(), share), from.granularity());
        return (generous > least && draw(from, generous)) || draw(from, least) || extendDrawn(from, bytes + padding);
    }

    /** Lets the source enlarge a region where it is, so that its last block gets a size. */
    private boolean extendDrawn(MemorySource from, long bytes) {
        for (TlsfRegion region : regions.all()) {
            if (region.drawn) {
                long last = TlsfEngine.previousPhysical(region.sentinel);
                long word = TlsfEngine.word(last);
                long more = Alignment.alignUp(
                        Math.max(1, bytes - (TlsfEngine.isFree(word) ? word : 0)), from.granularity());
                if (extendDrawn(from, region, region.bytes + more)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean extendDrawn(MemorySource from, TlsfRegion region, long newBytes) {
        boolean extended = newBytes <= mostRegionBytes()
                && region.start <= TlsfQuick.ADDRESS_LIMIT - newBytes
                && !regions.overlaps(region.start + region.bytes, newBytes - region.bytes)
                && from.tryGrowInPlace(region.start, region.bytes, newBytes);
        if (extended) {
            // Should there be no room for its marks, the new bytes are lost, but go back with the others.
            region.bytes = newBytes;
            enlarge(region, region.extended(region.start, newBytes, options.checked()));
        }
        return extended;
    }

    private boolean draw(MemorySource from, long bytes) {
        if (bytes > mostRegionBytes()) {
            return false;
        }
        long address = from.obtain(bytes, GRANULE_BYTES);
        if (address == MemorySource.NONE) {
            return false;
        }
        boolean opened = false;
        try {
            checkRegion(address, bytes);
            open(address, bytes, true);
            opened = true;
        } finally {
            if (!opened) {
                from.release(address, bytes);
            }
        }
        return true;
    }

    /** Coalesces, and gives drawn regions that are free as a whole back to the source; returns their bytes. */
    long trim() {
        long bytes = 0;
        drain();
        if (source != null) {
            for (TlsfRegion region : regions.all()) {
                if (region.drawn && TlsfEngine.word(region.first) == region.blockBytes()) {
                    engine.close(region.first);
                    regions.remove(region);
                    source.release(region.start, region.bytes);
                    bytes += region.bytes;
                }
            }
        }
        return bytes;
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

    /** Makes a live block fit a larger request where it is, if what lies behind allows it. */
    boolean extend(TlsfRegion region, long address, long newSize) {
        boolean extended = extend(address - HEADER_BYTES, newSize);
        remark(region, address);
        return extended;
    }

    /** Notes the new size of a live block. */
    private void remark(TlsfRegion region, long address) {
        if (options.checked()) {
            region.mark(address, TlsfEngine.bytesOf(address - HEADER_BYTES) >>> GRANULE_SHIFT);
        }
    }

    private boolean extend(long block, long newSize) {
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

    /** Drains the quick list that holds the first used block behind, if it came there late enough to be found. */
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

    /** Gives back the end of a live block that a smaller request leaves over. */
    void truncate(TlsfRegion region, long address, long newSize) {
        long block = address - HEADER_BYTES;
        long bytes = TlsfLayout.blockBytes(newSize);
        if (bytes < TlsfEngine.bytesOf(block)) {
            engine.truncate(block, bytes);
            remark(region, address);
        }
    }

    /** Grows a live block towards the free one before it, payload and mark; the answer is its new place or NULL. */
    long slide(TlsfRegion region, long address, long size, long newSize, long alignment) {
        if (newSize > TlsfLayout.MAX_BLOCK_BYTES - HEADER_BYTES) {
            return Allocator.NULL;
        }
        long block = engine.slide(address - HEADER_BYTES, TlsfLayout.blockBytes(newSize), alignment, size);
        if (block == Allocator.NULL) {
            return Allocator.NULL;
        }
        if (options.checked()) {
            region.unmark(address);
            remark(region, block + HEADER_BYTES);
        }
        return block + HEADER_BYTES;
    }

    static AllocationException noMemory(long size, long alignment) {
        return AllocationException.noMemory("no free block is large enough, size=" + size + ", alignment=" + alignment);
    }

    static AllocationException mustMove(long address, long newSize, long alignment) {
        return AllocationException.noMemory("the block cannot be resized where it is, address=" + address + ", newSize="
                + newSize + ", alignment=" + alignment);
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
            heapBytes += region.marks.length;
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
        TlsfRegion[] all = regions.all();
        regions.clear();
        MemorySource from = source;
        if (from != null) {
            Endings endings = new Endings();
            for (TlsfRegion region : all) {
                if (region.drawn) {
                    endings.end(() -> from.release(region.start, region.bytes));
                }
            }
            endings.report();
        }
    }
}
