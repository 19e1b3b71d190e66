package org.allotment.core.switching;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.guard.MemoryUsage;
import org.allotment.core.switching.owner.LocalHeap;

/**
 * The heaps of threads: how a thread gets its own, and what becomes of it.
 *
 * <p>A heap without blocks is closed. One with blocks is never given to the global allocator: it waits without a user,
 * takes frees from everybody, closes with its last block, or is adopted. Heaps of threads that ended without a word are
 * found here, by looking whether their thread is alive, whenever a thread comes for a heap of its own.
 */
final class ThreadHeaps {
    private final Set<LocalHeap> heaps = ConcurrentHashMap.newKeySet();

    /** Heaps that are not closed, those of other threads included. */
    Set<LocalHeap> all() {
        return heaps;
    }

    /** Gives a heap that nobody uses to a cell. */
    void give(Cell cell, LocalHeap heap) {
        if (!heap.tryAdopt(cell)) {
            throw new IllegalStateException("the new heap has a user, user=" + heap.userName());
        }
        heaps.add(heap);
        cell.adopt(heap);
    }

    /** Closes what ended threads left without blocks. */
    void sweep() {
        heaps.forEach(LocalHeap::abandonIfUserIsGone);
        heaps.removeIf(LocalHeap::isClosed);
    }

    MemoryUsage drop(Cell cell) {
        LocalHeap heap = cell.requireIdleThreadHeap();
        MemoryUsage usage = heap.usage();
        AllocatorStatistics left = heap.statistics();
        if (left.liveBlocks() > 0) {
            throw new IllegalStateException("blocks of the thread's allocator are live, thread=" + cell.name()
                    + ", liveBlocks=" + left.liveBlocks() + ", liveBlockBytes=" + left.liveBlockBytes());
        }
        try {
            heap.close();
        } finally {
            lose(cell, heap);
        }
        return usage;
    }

    void abandon(Cell cell) {
        LocalHeap heap = cell.requireIdleThreadHeap();
        try {
            heap.abandon();
        } finally {
            lose(cell, heap);
        }
    }

    private void lose(Cell cell, LocalHeap heap) {
        cell.loseThreadHeap();
        if (heap.isClosed()) {
            heaps.remove(heap);
        }
    }

    boolean adopt(Cell cell) {
        cell.requireNoThreadHeap();
        for (LocalHeap heap : heaps) {
            if (heap.tryAdopt(cell)) {
                cell.adopt(heap);
                return true;
            }
        }
        return false;
    }
}
