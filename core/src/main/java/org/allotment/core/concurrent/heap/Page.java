package org.allotment.core.concurrent.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.allotment.core.concurrent.remote.RemoteFrees;
import org.allotment.core.concurrent.slice.SizeClasses;
import org.allotment.core.concurrent.slice.SliceDepot;
import org.allotment.core.memory.HeapWords;
import org.allotment.core.memory.RawAccess;
import org.jspecify.annotations.Nullable;

/**
 * A run of slices that is cut into blocks of one class and belongs to one heap; or that is one large block.
 *
 * <p>Objects are kept by the {@link PageSupply} and serve again, for other slices. All methods are the owner's, unless
 * they say otherwise.
 */
final class Page extends PageFields.ThirdGap {
    /** A {@link #countdown} for pages that are not counted; it starts anew when it is over. */
    static final int UNCOUNTED = 1 << 30;

    /** In no heap: free, or a large block. */
    static final int NOBODYS = 0;
    /** What its heap takes from. */
    static final int CURRENT = 1;
    /** In the ring of its heap, and not current. */
    static final int LISTED = 2;
    /** Without a free block; nobody refers to it but the page map. */
    static final int PARKED = 3;

    /** Marks of a granule: no live block starts here. */
    static final byte FREE = 0;
    /** A live block starts here. */
    static final byte LIVE = 1;
    /** A block starts here that another thread freed and that has not come home. */
    static final byte AWAY = 2;

    /** The page that has no block and never will: what a heap takes from that has none. */
    static final Page NONE = new Page(0, 0, 0);

    private static final VarHandle MARK =
            MethodHandles.arrayElementVarHandle(byte[].class).withInvokeExactBehavior();

    /** Bytes that are put on the free list at once: one system page, so that no more is touched than is used. */
    private static final int CARVED_BYTES = 4_096;

    /** The word of the remote frees, with room on both sides. */
    private static final int REMOTE_WORDS = 33;

    final RemoteFrees<Page> remote = new RemoteFrees<>(this, new HeapWords(REMOTE_WORDS), REMOTE_WORDS / 2);

    /** In which stock of the supply it waits. */
    final int kind;

    /** Its own number, from 0 up, so that pages used together meet in few slots of a table. */
    final int serial;

    /** Marks for as many granules as the page may ever have; empty in the trusting form. */
    private final byte[] allMarks;

    /** Its place among the pages in use; the supply's. */
    int index;

    /** The next page in line: of the supply's stock, or of those that were rung for. */
    @Nullable
    Page queued;

    Page(int kind, int serial, int granules) {
        this.kind = kind;
        this.serial = serial;
        this.allMarks = new byte[granules];
    }

    @Override
    Page self() {
        return this;
    }

    /** Becomes a page of blocks; not in the map yet, so that nobody looks. */
    void become(long address, int slices, int newClass, ThreadHeap owner) {
        base = address;
        span = (long) slices << SliceDepot.SLICE_SHIFT;
        sizeClass = newClass;
        blockSize = SizeClasses.blockSize(newClass);
        capacity = (int) (span / blockSize);
        marks = allMarks;
        free = 0;
        carved = 0;
        heap = owner;
    }

    /** Becomes a large block; not in the map yet. */
    void becomeLarge(long address, long byteSize) {
        base = address;
        span = byteSize;
        sizeClass = SizeClasses.NONE;
    }

    /** Becomes nobody's; no longer in the map. */
    void leave() {
        span = 0;
        heap = null;
        state = NOBODYS;
    }

    int slices() {
        return (int) (span >>> SliceDepot.SLICE_SHIFT);
    }

    /** Bytes behind the last block. */
    long tailBytes() {
        return span - (long) capacity * blockSize;
    }

    /** Takes home what others freed; true when there is a free block. */
    boolean collect() {
        int count = accept(remote.take());
        if (state == LISTED) {
            countdown -= count;
        }
        return free != 0;
    }

    /** Puts a chain of blocks that came home on the free list; answers how many. */
    int accept(long chain) {
        int count = RemoteFrees.count(chain);
        if (count == 0) {
            return 0;
        }
        long head = RemoteFrees.head(chain);
        if (marks.length != 0) {
            return acceptMarked(head, count);
        }
        if (free != 0) {
            RawAccess.putLong(last(head), free);
        }
        free = head;
        return count;
    }

    /**
     * Counts the blocks that are not on the free list nor uncarved: live, or freed by others and not taken home. Exact for
     * the owner, or when it rests; for others any number from 0 to the capacity. O(free blocks) for the current page.
     */
    int used() {
        return switch (state) {
            case CURRENT -> Math.max(0, carved - countFree());
            case LISTED -> countdown;
            default -> capacity;
        };
    }

    /** Follows the list while it looks like one: its owner may be at work on it. */
    int countFree() {
        int count = 0;
        long block = free;
        while (block != 0 && Long.compareUnsigned(block - base, span) < 0 && count < capacity) {
            count++;
            block = RawAccess.getLong(block);
        }
        return count;
    }

    /** Puts blocks on the free list that were never there; false when there are none left. */
    boolean carve() {
        int count = Math.min(capacity - carved, Math.max(1, CARVED_BYTES / blockSize));
        long block = base + (long) (carved + count) * blockSize;
        for (int i = 0; i < count; i++) {
            block -= blockSize;
            RawAccess.putLong(block, free);
            free = block;
        }
        carved += count;
        return count != 0;
    }

    /** Whether a live block starts at an address of this page, as far as the form can tell. Any thread. */
    boolean isLive(long address) {
        if (sizeClass == SizeClasses.NONE) {
            return address == base;
        }
        int granule = granule(address);
        byte[] all = marks;
        return all.length == 0
                || ((address & (SizeClasses.GRANULE - 1)) == 0
                        && Integer.compareUnsigned(granule, all.length) < 0
                        && all[granule] == LIVE);
    }

    /** Sends a live block away, marked: true for one caller only. Any thread, checked form. */
    boolean sendAway(long address) {
        int granule = granule(address);
        byte[] all = marks;
        return (address & (SizeClasses.GRANULE - 1)) == 0
                && Integer.compareUnsigned(granule, all.length) < 0
                && MARK.compareAndSet(all, granule, LIVE, AWAY);
    }

    int granule(long address) {
        return (int) ((address - base) >>> SizeClasses.GRANULE_SHIFT);
    }

    /**
     * Takes home what is marked as away, and stops at the first block that is not: an owner and another thread have then
     * freed it at the same moment, and its link can no longer be trusted. What lies behind it is lost, never handed out
     * twice.
     */
    private int acceptMarked(long head, int count) {
        long block = head;
        for (int i = 0; i < count; i++) {
            int granule = granule(block);
            if (Integer.compareUnsigned(granule, marks.length) >= 0 || marks[granule] != AWAY) {
                return i;
            }
            long next = RawAccess.getLong(block);
            marks[granule] = FREE;
            RawAccess.putLong(block, free);
            free = block;
            block = next;
        }
        return count;
    }

    private static long last(long head) {
        long block = head;
        for (long next = RawAccess.getLong(block); next != 0; next = RawAccess.getLong(block)) {
            block = next;
        }
        return block;
    }
}
