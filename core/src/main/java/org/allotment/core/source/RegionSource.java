package org.allotment.core.source;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import org.allotment.core.AllocationException;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.jspecify.annotations.Nullable;

/**
 * A memory source over one region that somebody else owns: bounded, and good for embedding and for tests.
 *
 * <p>Pieces are found first fit by address; free neighbours are merged. A call costs O(pieces). The region must stay
 * alive for as long as the source is used. Any thread may call it: methods are synchronised.
 */
public final class RegionSource implements MemorySource {
    private final long granularity;
    private final TreeMap<Long, Long> free = new TreeMap<>();
    private final TreeMap<Long, Long> out = new TreeMap<>();
    private final @Nullable MemorySegment region;
    private long obtainedBytes;

    /**
     * Makes a source over a region.
     *
     * @param address first byte of the region, above 0
     * @param byteSize bytes of the region
     * @param granularity unit of pieces, a power of two; the region is trimmed to multiples of it at both ends
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad or no unit fits
     */
    public RegionSource(long address, long byteSize, long granularity) {
        this(address, byteSize, granularity, null);
    }

    private RegionSource(long address, long byteSize, long granularity, @Nullable MemorySegment region) {
        Requests.checkBlock(byteSize, granularity);
        if (address < 1 || address > Long.MAX_VALUE - byteSize - granularity) {
            throw AllocationException.invalidParameter(
                    "a region lies within the address space, address=" + address + ", byteSize=" + byteSize);
        }
        long start = Alignment.alignUp(address, granularity);
        long end = Alignment.alignDown(address + byteSize, granularity);
        if (end <= start) {
            throw AllocationException.invalidParameter(
                    "a region holds at least one unit, byteSize=" + byteSize + ", granularity=" + granularity);
        }
        this.granularity = granularity;
        this.region = region;
        free.put(start, end - start);
    }

    /**
     * Makes a source over a native segment, in pages of 4 KiB.
     *
     * @param region a native segment of at least 8 KiB less one byte; the source keeps it reachable
     * @return the source
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is on the Java heap or too small
     */
    public static RegionSource of(MemorySegment region) {
        if (!region.isNative()) {
            throw AllocationException.invalidParameter("a region is off-heap memory, byteSize=" + region.byteSize());
        }
        return new RegionSource(region.address(), region.byteSize(), 4_096, region);
    }

    @Override
    public synchronized long obtain(long byteSize, long alignment) {
        Requests.checkBlock(byteSize, Math.max(alignment, granularity));
        Requests.checkBlock(byteSize, alignment);
        requireOpen();
        long size = Alignment.alignUp(byteSize, granularity);
        for (Map.Entry<Long, Long> hole : free.entrySet()) {
            long start = hole.getKey();
            long end = start + hole.getValue();
            if (start > Long.MAX_VALUE - alignment) {
                continue;
            }
            long address = Alignment.alignUp(start, alignment);
            if (address <= end && end - address >= size) {
                carve(start, end, address, size);
                return address;
            }
        }
        return NONE;
    }

    private void requireOpen() {
        if (region != null && !region.scope().isAlive()) {
            throw new IllegalStateException("the region is closed, address=" + region.address());
        }
    }

    @Override
    public synchronized boolean tryGrowInPlace(long address, long byteSize, long newByteSize) {
        Requests.checkGrowth(byteSize, newByteSize);
        Requests.checkBlock(newByteSize, granularity);
        requireOpen();
        long size = size(address, byteSize);
        long more = Alignment.alignUp(newByteSize, granularity) - size;
        if (more > 0) {
            Long hole = free.get(address + size);
            if (hole == null || hole < more) {
                return false;
            }
            free.remove(address + size);
            if (hole > more) {
                free.put(address + size + more, hole - more);
            }
            out.put(address, size + more);
            obtainedBytes += more;
        }
        return true;
    }

    @Override
    public synchronized void release(long address, long byteSize) {
        long size = size(address, byteSize);
        out.remove(address);
        obtainedBytes -= size;
        merge(address, size);
    }

    @Override
    public long granularity() {
        return granularity;
    }

    @Override
    public synchronized long obtainedBytes() {
        return obtainedBytes;
    }

    /** The size of a piece that is out, as this source rounds it. */
    private long size(long address, long byteSize) {
        Long size = out.get(address);
        if (size == null) {
            throw AllocationException.notAllocated("no piece of this source, address=" + address);
        }
        if (byteSize < 1 || byteSize > size || size - byteSize >= granularity) {
            throw AllocationException.invalidParameter(
                    "not the size of the piece, address=" + address + ", byteSize=" + byteSize);
        }
        return size;
    }

    private void carve(long start, long end, long address, long size) {
        free.remove(start);
        if (address > start) {
            free.put(start, address - start);
        }
        if (end > address + size) {
            free.put(address + size, end - address - size);
        }
        out.put(address, size);
        obtainedBytes += size;
    }

    private void merge(long address, long size) {
        long start = address;
        long end = address + size;
        Map.Entry<Long, Long> below = free.lowerEntry(address);
        if (below != null && below.getKey() + below.getValue() == address) {
            start = below.getKey();
        }
        Long above = free.remove(end);
        if (above != null) {
            end += above;
        }
        free.put(start, end - start);
    }
}
