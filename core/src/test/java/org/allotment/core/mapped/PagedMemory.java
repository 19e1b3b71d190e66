package org.allotment.core.mapped;

import java.lang.foreign.Arena;
import java.util.BitSet;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.VirtualMemory;

/** A small system with small pages over a fixed range: maps, unmaps parts, and resizes as {@code mremap} does. */
final class PagedMemory implements VirtualMemory {
    static final int PAGE = 64;

    private final long base;
    private final int pages;
    private final BitSet used;
    private int hint;

    PagedMemory(Arena arena, long byteSize) {
        base = arena.allocate(byteSize, 4_096).address();
        pages = (int) (byteSize / PAGE);
        used = new BitSet(pages);
    }

    long usedBytes() {
        return (long) used.cardinality() * PAGE;
    }

    @Override
    public long map(long byteSize) {
        if (byteSize < 1 || byteSize / PAGE > pages) {
            return -ENOMEM;
        }
        int wanted = (int) (byteSize / PAGE);
        int first = find(hint, wanted);
        if (first < 0) {
            first = find(0, wanted);
        }
        if (first < 0) {
            return -ENOMEM;
        }
        used.set(first, first + wanted);
        hint = first + wanted;
        RawAccess.fill(base + (long) first * PAGE, byteSize, (byte) 0);
        return base + (long) first * PAGE;
    }

    private int find(int from, int wanted) {
        for (int first = used.nextClearBit(from); first + wanted <= pages; ) {
            int end = used.nextSetBit(first);
            if (end < 0 || end - first >= wanted) {
                return first;
            }
            first = used.nextClearBit(end);
        }
        return -1;
    }

    @Override
    public int unmap(long address, long byteSize) {
        int first = index(address);
        int end = index(address + byteSize);
        if (used.nextClearBit(first) < end) {
            return EINVAL;
        }
        used.clear(first, end);
        return 0;
    }

    @Override
    public long remap(long address, long byteSize, long newByteSize, boolean mayMove) {
        int end = index(address + byteSize);
        int newEnd = index(address) + (int) Math.min(newByteSize / PAGE, pages);
        int next = used.nextSetBit(end);
        if (newEnd <= pages && newByteSize / PAGE <= pages && (next < 0 || next >= newEnd)) {
            used.set(end, newEnd);
            RawAccess.fill(address + byteSize, newByteSize - byteSize, (byte) 0);
            return address;
        }
        long moved = mayMove ? map(newByteSize) : -ENOMEM;
        if (moved > 0) {
            RawAccess.copy(address, moved, byteSize);
            unmap(address, byteSize);
        }
        return moved;
    }

    private int index(long address) {
        return (int) ((address - base) / PAGE);
    }

    @Override
    public int advise(long address, long byteSize, Advice advice) {
        return ENOSYS;
    }

    @Override
    public long pageSize() {
        return PAGE;
    }

    @Override
    public boolean isNative() {
        return true;
    }
}
