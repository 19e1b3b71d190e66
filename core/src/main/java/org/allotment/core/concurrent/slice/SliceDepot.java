package org.allotment.core.concurrent.slice;

import java.util.Arrays;
import org.allotment.core.bits.Alignment;
import org.allotment.core.ending.Endings;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * Runs of slices of 16 KiB, out of chunks of up to 4 MiB from a memory source.
 *
 * <p>One thread at a time: the caller has a lock. Nothing here reads or writes the memory it deals in. A run that is
 * given back stays with the depot, dirty, and serves again before clean ones do; {@link #claimDirty} picks what has
 * waited long enough to be purged, so that the system call happens outside the lock. Chunks go back to the source on
 * {@link #releaseFree()} and {@link #close()} only.
 *
 * <p>Taking costs O(chunks with something free), giving and resizing O(log chunks).
 */
public final class SliceDepot {
    /** Shift from an address to its slice. */
    public static final int SLICE_SHIFT = 14;

    /** Bytes of a slice, and what slices are aligned to. */
    public static final long SLICE = 1L << SLICE_SHIFT;

    /** Most slices of a run. */
    public static final int MOST_SLICES = Chunk.MOST_SLICES;

    private static final long CHUNK_SIZE = MOST_SLICES * SLICE;
    private static final int HEAP_BYTES_OF_CHUNK = 160;

    private final MemorySource source;
    private Chunk[] chunks = new Chunk[8];
    private int count;
    private long sourceBytes;
    private long dirtySlices;

    /** No chunk before this one has a free slice. */
    private int firstFree;

    /**
     * Creates a depot; nothing is taken from the source yet.
     *
     * @param source where chunks come from; granularity at most 4 MiB
     */
    public SliceDepot(MemorySource source) {
        this.source = source;
    }

    /**
     * Returns how many slices hold so many bytes.
     *
     * @param byteSize bytes, below 2^44
     * @return number of slices
     */
    public static int slicesFor(long byteSize) {
        return (int) ((byteSize + SLICE - 1) >>> SLICE_SHIFT);
    }

    /**
     * Takes a run: the lowest dirty one, else the lowest, else one of a new chunk.
     *
     * @param slices how many, from 1 to {@link #MOST_SLICES}
     * @param alignment power of two that the address must be a multiple of
     * @return its address, or 0 when neither the chunks nor the source have one
     */
    public long take(int slices, long alignment) {
        while (firstFree < count && chunks[firstFree].freeSlices() == 0) {
            firstFree++;
        }
        if (dirtySlices >= slices) {
            for (int i = firstFree; i < count; i++) {
                int first = chunks[i].findDirty(slices, alignment);
                if (first != Chunk.NOWHERE) {
                    return take(chunks[i], first, slices);
                }
            }
        }
        for (int i = firstFree; i < count; i++) {
            int first = chunks[i].find(slices, alignment);
            if (first != Chunk.NOWHERE) {
                return take(chunks[i], first, slices);
            }
        }
        return takeFromNewChunk(slices, alignment);
    }

    /**
     * Gives a run back, or a part of one.
     *
     * @param address first byte
     * @param slices how many, all taken
     * @param now {@link System#nanoTime()}
     */
    public void give(long address, int slices, long now) {
        int index = floor(address);
        firstFree = Math.min(firstFree, index);
        dirtySlices += slices;
        chunks[index].give(chunks[index].slice(address), slices, now);
    }

    /**
     * Makes a run longer or shorter at its end.
     *
     * @param address its first byte
     * @param slices how many it has
     * @param newSlices how many it shall have, from 1 up
     * @param now {@link System#nanoTime()}
     * @return true when it has; false when the slices behind it are not free
     */
    public boolean resize(long address, int slices, int newSlices, long now) {
        if (newSlices <= slices) {
            if (newSlices < slices) {
                give(address + ((long) newSlices << SLICE_SHIFT), slices - newSlices, now);
            }
            return true;
        }
        Chunk chunk = chunks[floor(address)];
        int end = chunk.slice(address) + slices;
        if (!chunk.isFree(end, newSlices - slices)) {
            return false;
        }
        take(chunk, end, newSlices - slices);
        return true;
    }

    /**
     * Takes one run of slices that are dirty since a moment, for the caller to purge.
     *
     * @param moment in terms of {@link System#nanoTime()}
     * @return the address of the run plus its number of slices, or 0 when there is none
     */
    public long claimDirty(long moment) {
        for (int i = 0; i < count; i++) {
            if (chunks[i].isDirtySince(moment)) {
                int run = chunks[i].takeDirtyRun();
                int slices = run & 0xFFFF;
                dirtySlices -= slices;
                return chunks[i].address(run >>> 16) + slices;
            }
        }
        return 0;
    }

    /**
     * Gives a claimed run back.
     *
     * @param claimed what {@link #claimDirty} answered
     * @param clean whether it has no memory behind it now
     */
    public void giveClaimed(long claimed, boolean clean) {
        long address = claimed & -SLICE;
        int slices = (int) (claimed - address);
        if (clean) {
            int index = floor(address);
            firstFree = Math.min(firstFree, index);
            chunks[index].giveClean(chunks[index].slice(address), slices);
        } else {
            give(address, slices, System.nanoTime());
        }
    }

    /** Gives every chunk back to the source of which no slice is taken. */
    public void releaseFree() {
        for (int i = count - 1; i >= 0; i--) {
            if (chunks[i].isFree()) {
                release(i);
            }
        }
    }

    /** Gives every chunk back to the source, whatever is in it. */
    public void close() {
        Endings endings = new Endings();
        for (int i = count - 1; i >= 0; i--) {
            int index = i;
            endings.end(() -> release(index));
        }
        endings.report();
    }

    /**
     * Tells whether an address lies in a chunk.
     *
     * @param address any number
     * @return true from the first byte to the last
     */
    public boolean contains(long address) {
        int index = floor(address);
        return index >= 0 && chunks[index].contains(address);
    }

    /**
     * Returns how much is taken from the source.
     *
     * @return bytes of all chunks
     */
    public long sourceBytes() {
        return sourceBytes;
    }

    /**
     * Returns how much is free.
     *
     * @return bytes of all slices that are not taken
     */
    public long freeBytes() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (long) chunks[i].freeSlices() << SLICE_SHIFT;
        }
        return sum;
    }

    /**
     * Measures the bookkeeping.
     *
     * @return bytes of Java heap, roughly
     */
    public long heapBytes() {
        return (long) chunks.length * Integer.BYTES + (long) count * HEAP_BYTES_OF_CHUNK;
    }

    /**
     * Walks the invariants D1 to D5 of the package; O(chunks).
     *
     * @throws AssertionError that begins with the number of a broken one
     */
    public void check() {
        long bytes = 0;
        long dirty = 0;
        long end = 1;
        for (int i = 0; i < count; i++) {
            Chunk chunk = chunks[i];
            require(chunk.base() >= end, "D1 chunks are sorted and disjoint, base", chunk.base());
            require(Alignment.isAligned(chunk.base(), SLICE), "D2 chunks begin at slices, base", chunk.base());
            end = chunk.base() + chunk.byteSize();
            bytes += chunk.byteSize();
            require(chunk.isConsistent(), "D3 dirty slices are free and there, counts right, base", chunk.base());
            require(chunk.freeSlices() == 0 || i >= firstFree, "D5 the hint leaves nothing out, base", chunk.base());
            dirty += chunk.dirtySlices();
        }
        require(bytes == sourceBytes, "D4 chunks add up to the source bytes, bytes", bytes);
        require(dirty == dirtySlices, "D4 chunks add up to the dirty slices, slices", dirty);
    }

    private long take(Chunk chunk, int first, int slices) {
        dirtySlices -= chunk.dirtySlices();
        chunk.take(first, slices);
        dirtySlices += chunk.dirtySlices();
        return chunk.address(first);
    }

    private long takeFromNewChunk(int slices, long alignment) {
        long unit = Math.max(SLICE, source.granularity());
        long least = Alignment.alignUp(slices * SLICE, unit);
        for (long byteSize = CHUNK_SIZE; ; byteSize = Math.max(least, Alignment.alignDown(byteSize / 2, unit))) {
            Chunk chunk = obtain(byteSize, Math.max(alignment, SLICE));
            if (chunk != null) {
                return take(chunk, 0, slices);
            }
            if (byteSize <= least) {
                return 0;
            }
        }
    }

    private @Nullable Chunk obtain(long byteSize, long alignment) {
        Chunk[] room = count == chunks.length ? Arrays.copyOf(chunks, count * 2) : chunks;
        long base = source.obtain(byteSize, alignment);
        if (base == MemorySource.NONE) {
            return null;
        }
        chunks = room;
        int at = floor(base) + 1;
        System.arraycopy(chunks, at, chunks, at + 1, count - at);
        Chunk chunk = new Chunk(base, (int) (byteSize >>> SLICE_SHIFT));
        chunks[at] = chunk;
        count++;
        firstFree = Math.min(firstFree, at);
        sourceBytes += byteSize;
        return chunk;
    }

    private void release(int index) {
        Chunk chunk = chunks[index];
        System.arraycopy(chunks, index + 1, chunks, index, count - index - 1);
        count--;
        firstFree = 0;
        dirtySlices -= chunk.dirtySlices();
        sourceBytes -= chunk.byteSize();
        source.release(chunk.base(), chunk.byteSize());
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

    private static void require(boolean holds, String invariant, long value) {
        if (!holds) {
            throw new AssertionError(invariant + "=" + value);
        }
    }
}
