package org.allotment.core.source;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.allotment.core.AllocationException;
import org.allotment.core.OwnerThread;
import org.jspecify.annotations.Nullable;

/**
 * One of several handles to a memory source; when the last is closed, all that was obtained through any of them goes
 * back.
 *
 * <p>Handles are equal: a piece obtained through one may be released through another, and the figures are those of all
 * together. Nobody else should obtain from the source under them while they live, or their figures are not the
 * source's.
 *
 * <p>{@linkplain #shared Shared} handles may be used by any number of threads at once, the source under them being
 * used by one at a time; they need a source without an owner. {@linkplain #confined Confined} ones refuse every thread
 * but the one that made the first.
 */
public final class CountedSource implements MemorySource, AutoCloseable {
    /** What all handles share; its monitor guards it, and the source. */
    private static final class Core {
        final MemorySource source;
        final Runnable afterLastClose;
        final @Nullable Thread owner;
        final Map<Long, Long> pieces = new HashMap<>();
        int handles = 1;

        Core(MemorySource source, Runnable afterLastClose, @Nullable Thread owner) {
            this.source = source;
            this.afterLastClose = afterLastClose;
            this.owner = owner;
        }
    }

    private final Core core;

    /** Guarded by the core. */
    private boolean closed;

    private CountedSource(Core core) {
        this.core = core;
    }

    /**
     * Makes the first handle of any number that threads may use at once.
     *
     * @param source what they share: any thread must be allowed to call it
     * @param afterLastClose run once, when the last handle is closed and everything has gone back; for example the
     *     source's own close
     * @return the handle
     */
    public static CountedSource shared(MemorySource source, Runnable afterLastClose) {
        return new CountedSource(new Core(source, afterLastClose, null));
    }

    /**
     * Makes the first handle of any number that only the calling thread may use.
     *
     * @param source what they share
     * @param afterLastClose run once, when the last handle is closed and everything has gone back; for example the
     *     source's own close
     * @return the handle
     */
    public static CountedSource confined(MemorySource source, Runnable afterLastClose) {
        return new CountedSource(new Core(source, afterLastClose, Thread.currentThread()));
    }

    /**
     * Makes another handle.
     *
     * @return the handle, to be closed like this one
     * @throws IllegalStateException if this handle is closed, or confined to another thread
     */
    public CountedSource share() {
        synchronized (core) {
            requireUse();
            core.handles = Math.addExact(core.handles, 1);
            return new CountedSource(core);
        }
    }

    /**
     * Returns how many handles are open.
     *
     * @return their number; 0 when the source has been left
     */
    public int handles() {
        synchronized (core) {
            return core.handles;
        }
    }

    @Override
    public long obtain(long byteSize, long alignment) {
        synchronized (core) {
            requireUse();
            long address = core.source.obtain(byteSize, alignment);
            if (address != NONE) {
                keep(address, byteSize);
            }
            return address;
        }
    }

    /** Notes a piece, or releases it when the Java heap has no room for the note. */
    private void keep(long address, long byteSize) {
        boolean kept = false;
        try {
            core.pieces.put(address, byteSize);
            kept = true;
        } finally {
            if (!kept) {
                core.source.release(address, byteSize);
            }
        }
    }

    @Override
    public void release(long address, long byteSize) {
        synchronized (core) {
            requireOwn(address);
            core.source.release(address, byteSize);
            core.pieces.remove(address);
        }
    }

    @Override
    public boolean tryGrowInPlace(long address, long byteSize, long newByteSize) {
        synchronized (core) {
            requireOwn(address);
            boolean grown = core.source.tryGrowInPlace(address, byteSize, newByteSize);
            if (grown) {
                core.pieces.replace(address, newByteSize);
            }
            return grown;
        }
    }

    @Override
    public long granularity() {
        return core.source.granularity();
    }

    @Override
    public long obtainedBytes() {
        synchronized (core) {
            return core.source.obtainedBytes();
        }
    }

    /**
     * Closes this handle; the last one releases every piece that is still out. A second call does nothing.
     *
     * <p>What the source, or what is to run after the last close, throws is passed on; this handle is open then, and
     * closing it again goes on where it stopped.
     *
     * @throws IllegalStateException if this handle is confined to another thread
     */
    @Override
    public void close() {
        synchronized (core) {
            OwnerThread.check(core.owner);
            if (closed) {
                return;
            }
            if (core.handles == 1) {
                releaseAll();
                core.afterLastClose.run();
            }
            closed = true;
            core.handles--;
        }
    }

    private void releaseAll() {
        Iterator<Map.Entry<Long, Long>> pieces = core.pieces.entrySet().iterator();
        while (pieces.hasNext()) {
            Map.Entry<Long, Long> piece = pieces.next();
            core.source.release(piece.getKey(), piece.getValue());
            pieces.remove();
        }
    }

    private void requireOwn(long address) {
        requireUse();
        if (!core.pieces.containsKey(address)) {
            throw AllocationException.notAllocated("no piece of these handles, address=" + address);
        }
    }

    private void requireUse() {
        OwnerThread.check(core.owner);
        if (closed) {
            throw new IllegalStateException("this handle is closed, handles=" + core.handles);
        }
    }
}
