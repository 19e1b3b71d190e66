package org.allotment.core.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.core.AllocationException;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.os.VirtualMemory;

/**
 * Pieces mapped from the operating system, anonymous and private: zeroed, and without physical memory until touched.
 *
 * <p>Where the platform has no {@code mmap}, pieces come from arenas of {@code java.lang.foreign}, which touch every
 * page when a piece is obtained; {@link #isMapped()} says which it is. A piece whose alignment is above a page is cut
 * out of a larger mapping and the rest unmapped. When the system refuses to unmap something, it stays counted in
 * {@link #obtainedBytes()} and is tried again at the next call. Any thread may call it: methods are synchronised.
 */
public final class MemoryMapSource implements MemorySource {
    /** No address space we run on is larger; above it sums could overflow. */
    private static final long MOST_BYTES = 1L << 56;

    /** What is mapped for a piece: normally just the piece, more when the system would not take the rest back. */
    private record Mapping(long start, long byteSize, long pieceSize) {}

    private final VirtualMemory memory;
    private final Map<Long, Mapping> pieces = new HashMap<>();
    private final List<Mapping> unreturned = new ArrayList<>();
    private long obtainedBytes;
    private int lastError;

    private MemoryMapSource(VirtualMemory memory) {
        this.memory = memory;
    }

    /**
     * Makes a source over this platform's memory.
     *
     * @return the source
     */
    public static MemoryMapSource create() {
        return new MemoryMapSource(VirtualMemory.system());
    }

    /**
     * Makes a source over given memory: the seam for tests that let calls fail.
     *
     * @param memory what maps and unmaps
     * @return the source
     */
    public static MemoryMapSource over(VirtualMemory memory) {
        return new MemoryMapSource(memory);
    }

    @Override
    public synchronized long obtain(long byteSize, long alignment) {
        Requests.checkBlock(byteSize, alignment);
        returnLeftovers();
        if (byteSize > MOST_BYTES || alignment > MOST_BYTES) {
            lastError = VirtualMemory.ENOMEM;
            return NONE;
        }
        long page = memory.pageSize();
        long size = Alignment.alignUp(byteSize, page);
        long span = size + Math.max(alignment, page) - page;
        long start = memory.map(span);
        if (start <= 0) {
            lastError = (int) -start;
            return NONE;
        }
        return cut(start, span, size, alignment);
    }

    @Override
    public synchronized void release(long address, long byteSize) {
        Mapping mapping = pieces.get(address);
        if (mapping == null) {
            throw AllocationException.notAllocated("no piece of this source, address=" + address);
        }
        long slack = mapping.pieceSize() - byteSize;
        if (byteSize < 1 || slack < 0 || slack >= memory.pageSize()) {
            throw AllocationException.invalidParameter(
                    "not the size of the piece, address=" + address + ", byteSize=" + byteSize);
        }
        pieces.remove(address);
        returnLeftovers();
        giveBack(mapping);
    }

    @Override
    public long granularity() {
        return memory.pageSize();
    }

    @Override
    public synchronized long obtainedBytes() {
        return obtainedBytes;
    }

    /**
     * Tells where pieces come from.
     *
     * @return true for the operating system, false for the fallback on arenas
     */
    public boolean isMapped() {
        return memory.isNative();
    }

    /**
     * Returns why the system refused last.
     *
     * @return the {@code errno} of the last refused call, 0 when there was none
     */
    public synchronized int lastError() {
        return lastError;
    }

    /** Unmaps what lies before and after the aligned piece; an end that cannot be unmapped stays with the piece. */
    private long cut(long start, long span, long size, long alignment) {
        long address = Alignment.alignUp(start, alignment);
        long from = start;
        long to = start + span;
        if (address > from && unmap(from, address - from)) {
            from = address;
        }
        if (to > address + size && unmap(address + size, to - address - size)) {
            to = address + size;
        }
        pieces.put(address, new Mapping(from, to - from, size));
        obtainedBytes += to - from;
        return address;
    }

    private void giveBack(Mapping mapping) {
        if (unmap(mapping.start(), mapping.byteSize())) {
            obtainedBytes -= mapping.byteSize();
        } else {
            unreturned.add(mapping);
        }
    }

    private void returnLeftovers() {
        if (!unreturned.isEmpty()) {
            List<Mapping> again = List.copyOf(unreturned);
            unreturned.clear();
            again.forEach(this::giveBack);
        }
    }

    private boolean unmap(long address, long byteSize) {
        int error = memory.unmap(address, byteSize);
        if (error != 0) {
            lastError = error;
        }
        return error == 0;
    }
}
