package org.allotment.core.slab;

import java.util.Arrays;
import org.allotment.core.bits.Alignment;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * The layer below the free lists: chunks from the memory source, runs of pages from the chunks, and the page map.
 *
 * <p>A chunk has 4 MiB, less when the source has no more, or what a larger run needs. A chunk that is wholly free goes
 * back to the source, except one of ordinary size, which is kept so that a heap at the brink does not map and unmap
 * with every call.
 */
final class PageHeap {
    static final long CHUNK_SIZE = 4L << 20;

    private final MemorySource source;
    private final AddressWindow window = new AddressWindow();
    private final @Nullable BlockGuard guard;
    private Chunk[] chunks = new Chunk[8];
    private int count;
    private long sourceBytes;
    private long freePages;

    PageHeap(MemorySource source, @Nullable BlockGuard guard) {
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

    long heapBytes() {
        long sum = window.codes().length + (long) chunks.length * Integer.BYTES;
        for (int i = 0; i < count; i++) {
            sum += chunks[i].heapBytes();
        }
        return sum;
    }

    /**
     * Takes a run from the chunks there are.
     *
     * @param code a size class, or {@link AddressWindow#HEAD} for a block of whole pages
     * @return its address or 0
     */
    long take(int pages, long alignment, int code) {
        for (int i = 0; i < count; i++) {
            int first = chunks[i].find(pages, alignment);
            if (first != Chunk.NONE) {
                return take(chunks[i], first, pages, code);
            }
        }
        return 0;
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
                return 0;
            }
        }
    }

    /** Frees a run; its chunk may go back to the source. */
    void free(long address) {
        Chunk chunk = chunkOf(address);
        int first = chunk.page(address);
        int pages = chunk.runPages(first);
        chunk.release(first);
        freePages += pages;
        window.fill(address, pages, AddressWindow.FREE);
        if (chunk.isFree() && (chunk.byteSize() > CHUNK_SIZE || hasOtherFree(chunk))) {
            giveBack(chunk);
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

    /** Gives back every chunk that is wholly free. */
    void giveBackFree() {
        for (int i = count - 1; i >= 0; i--) {
            if (chunks[i].isFree()) {
                giveBack(chunks[i]);
            }
        }
    }

    /** Gives back every chunk, whatever is in it. */
    void giveBackAll() {
        while (count > 0) {
            giveBack(chunks[count - 1]);
        }
        chunks = new Chunk[0];
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
                return adopt(new Chunk(base, (int) (byteSize >>> SizeClasses.PAGE_SHIFT)));
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
        sourceBytes += chunk.byteSize();
        freePages += chunk.pages();
        return chunk;
    }

    private void giveBack(Chunk chunk) {
        int at = floor(chunk.base());
        System.arraycopy(chunks, at + 1, chunks, at, count - at - 1);
        count--;
        sourceBytes -= chunk.byteSize();
        freePages -= chunk.freePages();
        source.release(chunk.base(), chunk.byteSize());
    }

    private boolean hasOtherFree(Chunk chunk) {
        for (int i = 0; i < count; i++) {
            if (chunks[i] != chunk && chunks[i].isFree()) {
                return true;
            }
        }
        return false;
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
