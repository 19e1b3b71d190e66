package org.allotment.core.slab;

import java.util.Arrays;
import org.allotment.core.AllocationException;
import org.allotment.core.bits.Alignment;
import org.allotment.core.ending.Endings;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * The layer below the free lists: chunks from the memory source, runs of pages from the chunks, and the page map.
 *
 * <p>A chunk has 4 MiB, less when the source has no more, or what a larger run needs. Chunks that are wholly free stay
 * up to a reserve, so that a heap at the brink does not map, touch and unmap the same memory with every call; what is
 * more goes back to the source. The reserve is one ordinary chunk at first, and twice the largest chunk of up to 32 MiB
 * that came free: the rule of glibc's dynamic mmap threshold. A region that was handed in is a chunk of its own that never
 * goes back.
 */
final class PageHeap {
    static final long CHUNK_SIZE = 4L << 20;

    /** A chunk above this goes back as soon as it is free, unless a larger reserve has room for it. */
    static final long MOST_RESERVED = 32L << 20;

    private final MemorySource source;
    private final AddressWindow window = new AddressWindow();
    private final @Nullable BlockGuard guard;
    private Chunk[] chunks = new Chunk[8];
    private int count;
    private long sourceBytes;
    private long freePages;

    /** Bytes of drawn chunks that are wholly free, at most {@link #reserve} between calls. */
    private long idleBytes;

    private long reserve = CHUNK_SIZE;

    PageHeap(MemorySource source, @Nullable BlockGuard guard) {
        if (source.granularity() > CHUNK_SIZE) {
            throw AllocationException.invalidParameter(
                    "a source deals in pieces of at most a chunk, granularity=" + source.granularity());
        }
        this.source = source;
        this.guard = guard;
    }

    AddressWindow window() {
        return window;
    }

    int count() {
        return count;
    }

    Chunk chunk(int index) {
        return chunks[index];
    }

    long sourceBytes() {
        return sourceBytes;
    }

    long freeBytes() {
        return freePages << SizeClasses.PAGE_SHIFT;
    }

    /** Bytes at the ends of chunks that are no whole pages. */
    long lostBytes() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += chunks[i].sourceBytes() - chunks[i].byteSize();
        }
        return sum;
    }

    long heapBytes() {
        long sum = window.codes().length + (long) chunks.length * Integer.BYTES;
        for (int i = 0; i < count; i++) {
            sum += chunks[i].heapBytes();
        }
        return sum;
    }

    long idleBytes() {
        return idleBytes;
    }

    long reserve() {
        return reserve;
    }

    /**
     * Takes a run from the chunks there are. A run below half an ordinary chunk comes from the first ordinary one with
     * room, else from the smallest larger one, so as not to nibble at what a large run will want back; a larger run
     * comes from the largest chunk, where it can grow in place.
     *
     * @param code a size class, or {@link AddressWindow#HEAD} for a block of whole pages
     * @return its address or 0
     */
    long take(int pages, long alignment, int code) {
        boolean large = (long) pages << SizeClasses.PAGE_SHIFT >= CHUNK_SIZE / 2;
        Chunk best = null;
        int place = Chunk.NONE;
        for (int i = 0; i < count; i++) {
            Chunk chunk = chunks[i];
            if (best == null || (large ? chunk.pages() > best.pages() : chunk.pages() < best.pages())) {
                int first = chunk.find(pages, alignment);
                if (first != Chunk.NONE) {
                    best = chunk;
                    place = first;
                    if (!large && chunk.byteSize() <= CHUNK_SIZE) {
                        break;
                    }
                }
            }
        }
        return best == null ? 0 : take(best, place, pages, code);
    }

    /** Takes a run from a new chunk: an ordinary one, or the largest that the source has and the run fits in. */
    long takeFromNewChunk(int pages, long alignment, int code) {
        long unit = Math.max(SizeClasses.PAGE, source.granularity());
        long least = Alignment.alignUp((long) pages << SizeClasses.PAGE_SHIFT, unit);
        long most = Math.max(least, Alignment.alignUp(CHUNK_SIZE, unit));
        for (long byteSize = most; ; byteSize = Math.max(least, Alignment.alignDown(byteSize / 2, unit))) {
            Chunk chunk = obtain(byteSize, Math.max(alignment, SizeClasses.PAGE));
            if (chunk != null) {
                return take(chunk, chunk.find(pages, alignment), pages, code);
            }
            if (byteSize == least) {
                return takeFromExtended(pages, alignment, code);
            }
        }
    }

    /** Takes a run from a drawn chunk that the source lets grow at its end. */
    private long takeFromExtended(int pages, long alignment, int code) {
        long unit = Math.max(SizeClasses.PAGE, source.granularity());
        long wanted = ((long) pages << SizeClasses.PAGE_SHIFT) + Math.max(0, alignment - SizeClasses.PAGE);
        for (int i = 0; i < count; i++) {
            Chunk chunk = chunks[i];
            long more = wanted - ((long) chunk.freeTail() << SizeClasses.PAGE_SHIFT);
            if (chunk.isDrawn() && extendDrawn(chunk, Alignment.alignUp(Math.max(1, more), unit))) {
                return take(chunks[i], chunks[i].find(pages, alignment), pages, code);
            }
        }
        return 0;
    }

    private boolean extendDrawn(Chunk chunk, long more) {
        long end = chunk.base() + chunk.sourceBytes();
        boolean grown = window.mayCover(chunk.base(), end + more)
                && !overlaps(end, more)
                && source.tryGrowInPlace(chunk.base(), chunk.sourceBytes(), chunk.sourceBytes() + more);
        if (grown) {
            // Should there be no room for metadata, the new bytes are lost, but go back with the others.
            chunk.setSourceBytes(chunk.sourceBytes() + more);
            sourceBytes += more;
            window.cover(chunk.base(), end + more);
            replace(chunk, chunk.extended(chunk.start(), chunk.sourceBytes()));
        }
        return grown;
    }

    /** Puts a chunk in the place of one that is part of it; the window covers it. */
    private void replace(Chunk chunk, Chunk larger) {
        if (guard != null) {
            guard.cover(window, larger.base(), larger.base() + larger.byteSize());
        }
        chunks[floor(chunk.base())] = larger;
        sourceBytes += larger.sourceBytes() - chunk.sourceBytes();
        idleBytes += larger.idleBytes() - chunk.idleBytes();
        freePages += larger.freePages() - chunk.freePages();
    }

    /** Tells whether a byte of a range belongs to a chunk. */
    boolean overlaps(long from, long byteSize) {
        for (int i = 0; i < count; i++) {
            if (chunks[i].start() < from + byteSize && from < chunks[i].start() + chunks[i].sourceBytes()) {
                return true;
            }
        }
        return false;
    }

    /** Adds a region with whole pages; false, and nothing done, when the window would become too wide. */
    boolean open(long start, long byteSize) {
        if (!window.cover(start, start + byteSize)) {
            return false;
        }
        adopt(new Chunk(start, byteSize, false));
        return true;
    }

    /** Adds memory at the ends of a chunk; false, and nothing done, when the window would become too wide. */
    boolean extend(Chunk chunk, long newStart, long newBytes) {
        if (!window.cover(newStart, newStart + newBytes)) {
            return false;
        }
        replace(chunk, chunk.extended(newStart, newBytes));
        return true;
    }

    /** Frees a run; its chunk may go back to the source. */
    void free(long address) {
        Chunk chunk = chunkOf(address);
        int first = chunk.page(address);
        int pages = chunk.runPages(first);
        chunk.release(first);
        freePages += pages;
        window.fill(address, pages, AddressWindow.FREE);
        if (chunk.isFree() && chunk.isDrawn()) {
            retire(chunk);
        }
    }

    /** Keeps a drawn chunk that has just become free as a whole, or gives it back. */
    private void retire(Chunk chunk) {
        long byteSize = chunk.byteSize();
        if (byteSize > CHUNK_SIZE && byteSize <= MOST_RESERVED) {
            reserve = Math.max(reserve, 2 * byteSize);
        }
        idleBytes += byteSize;
        if (idleBytes > reserve) {
            remove(chunk);
        }
    }

    /** Makes a block of whole pages longer or shorter where it is; false when it cannot be. */
    boolean resize(long address, int pages) {
        Chunk chunk = chunkOf(address);
        int first = chunk.page(address);
        int current = chunk.runPages(first);
        if (!chunk.resize(first, pages)) {
            return false;
        }
        freePages -= pages - current;
        if (pages > current) {
            window.fill(chunk.address(first + current), pages - current, AddressWindow.BODY);
        } else {
            window.fill(chunk.address(first + pages), current - pages, AddressWindow.FREE);
        }
        return true;
    }

    /**
     * Moves a block of whole pages to another length or alignment over the free pages in front of it and behind.
     *
     * @param keep bytes that keep their contents
     * @return its address from then on; 0, and nothing done, when there is no room
     */
    long slide(long address, int pages, long alignment, long keep) {
        Chunk chunk = chunkOf(address);
        int first = chunk.page(address);
        int target = chunk.slideTarget(first, pages, alignment);
        if (target == Chunk.NONE) {
            return 0;
        }
        int current = chunk.runPages(first);
        chunk.release(first);
        freePages += current;
        idleBytes += chunk.idleBytes();
        window.fill(address, current, AddressWindow.FREE);
        long moved = take(chunk, target, pages, AddressWindow.HEAD);
        RawAccess.copy(address, moved, keep);
        return moved;
    }

    /** Gives back every drawn chunk that is wholly free. */
    void giveBackFree() {
        for (int i = count - 1; i >= 0; i--) {
            if (chunks[i].isFree() && chunks[i].isDrawn()) {
                remove(chunks[i]);
            }
        }
    }

    /** Gives back every drawn chunk and forgets the others, whatever is in them. */
    void giveBackAll() {
        Endings endings = new Endings();
        for (Chunk chunk : Arrays.copyOf(chunks, count)) {
            endings.end(() -> remove(chunk));
        }
        chunks = new Chunk[0];
        endings.report();
    }

    /** Finds the chunk of an address that lies in one; O(log chunks). */
    Chunk chunkOf(long address) {
        return chunks[floor(address)];
    }

    boolean contains(long address) {
        int index = floor(address);
        return index >= 0 && chunks[index].contains(address);
    }

    private long take(Chunk chunk, int first, int pages, int code) {
        idleBytes -= chunk.idleBytes();
        chunk.take(first, pages);
        freePages -= pages;
        long address = chunk.address(first);
        if (code == AddressWindow.HEAD) {
            window.fill(address, pages, AddressWindow.BODY);
            window.fill(address, 1, AddressWindow.HEAD);
        } else {
            window.fill(address, pages, (byte) code);
            chunk.point(first, pages);
        }
        return address;
    }

    private @Nullable Chunk obtain(long byteSize, long alignment) {
        if (byteSize >>> SizeClasses.PAGE_SHIFT > Integer.MAX_VALUE - 64) {
            return null;
        }
        long base = source.obtain(byteSize, alignment);
        if (base == MemorySource.NONE) {
            return null;
        }
        try {
            if (window.cover(base, base + byteSize)) {
                return adopt(new Chunk(base, byteSize, true));
            }
            source.release(base, byteSize);
            return null;
        } catch (OutOfMemoryError noMetadata) {
            source.release(base, byteSize);
            throw noMetadata;
        }
    }

    private Chunk adopt(Chunk chunk) {
        if (guard != null) {
            guard.cover(window, chunk.base(), chunk.base() + chunk.byteSize());
        }
        if (count == chunks.length) {
            chunks = Arrays.copyOf(chunks, count * 2 + 1);
        }
        int at = floor(chunk.base()) + 1;
        System.arraycopy(chunks, at, chunks, at + 1, count - at);
        chunks[at] = chunk;
        count++;
        idleBytes += chunk.idleBytes();
        sourceBytes += chunk.sourceBytes();
        freePages += chunk.pages();
        return chunk;
    }

    /** Takes a chunk out; a drawn one goes back to the source. */
    void remove(Chunk chunk) {
        int at = floor(chunk.base());
        System.arraycopy(chunks, at + 1, chunks, at, count - at - 1);
        count--;
        sourceBytes -= chunk.sourceBytes();
        idleBytes -= chunk.idleBytes();
        freePages -= chunk.freePages();
        if (chunk.isDrawn()) {
            source.release(chunk.start(), chunk.sourceBytes());
        }
    }

    /** Index of the last chunk that begins at or below an address, or -1. */
    private int floor(long address) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks[middle].base() <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
