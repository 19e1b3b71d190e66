package org.allotment.core.adapt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Arena} whose segments are blocks of an {@link Allocator}.
 *
 * <p>It keeps what {@code Arena} promises: segments are zeroed, never overlap, are alive until {@link #close} and dead
 * from then on, whichever thread looks. So blocks are recycled at {@code close} only, newest first, after the last
 * access is over; whoever wants single frees uses {@link SegmentView}. The scope is that of a real arena of the JDK, so
 * a use after close raises what it always raises, and a close that the JDK refuses changes nothing.
 *
 * <p>{@link #confined} is for one thread, which alone may allocate and close; others get a {@link
 * WrongThreadException}. {@link #shared} is for any thread; closing it costs what closing a shared arena costs (tens of
 * microseconds), and the allocator must bear calls from any thread, as a locked one does. Bad sizes and alignments are
 * {@link IllegalArgumentException}s, being full an {@link AllocationException}. A zero size gives a segment of no bytes
 * at the address that equals the alignment, and takes nothing from the allocator.
 *
 * <p>Costs what the allocator costs, the zeroing, 24 bytes of bookkeeping on the Java heap a block and the segment.
 */
public final class ArenaView implements Arena {
    private static final int WORDS_PER_BLOCK = 3;

    private final Allocator allocator;
    private final Arena backing;
    /** The thread of a confined view; null for any. */
    private final @Nullable Thread owner;

    private final Object lock = new Object();
    /** Address, size and alignment of each block. */
    private long[] blocks = new long[16 * WORDS_PER_BLOCK];

    private int used;

    private ArenaView(Allocator allocator, Arena backing, @Nullable Thread owner) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.backing = backing;
        this.owner = owner;
    }

    /**
     * Makes an arena for the calling thread.
     *
     * @param allocator where blocks come from and go back to; must stay open for as long
     * @return the arena
     */
    public static ArenaView confined(Allocator allocator) {
        return new ArenaView(allocator, Arena.ofConfined(), Thread.currentThread());
    }

    /**
     * Makes an arena for any thread.
     *
     * @param allocator where blocks come from and go back to, callable from any thread; must stay open for as long
     * @return the arena
     */
    public static ArenaView shared(Allocator allocator) {
        return new ArenaView(allocator, Arena.ofShared(), null);
    }

    /**
     * Allocates a segment of zeroes, alive until this arena is closed.
     *
     * @param byteSize bytes from 0 up
     * @param byteAlignment power of two that the segment's address is a multiple of
     * @return a native segment of exactly that size
     * @throws IllegalArgumentException if an argument is bad
     * @throws AllocationException of kind {@code NO_MEMORY} if nothing fits
     * @throws IllegalStateException if the arena is closed
     * @throws WrongThreadException if it is confined to another thread
     */
    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        checkArguments(byteSize, byteAlignment);
        checkOwner();
        if (owner != null) {
            return obtain(byteSize, byteAlignment).fill((byte) 0);
        }
        MemorySegment segment;
        synchronized (lock) {
            segment = obtain(byteSize, byteAlignment);
        }
        // Outside of the lock, and safe: a segment whose arena is closed meanwhile refuses.
        return segment.fill((byte) 0);
    }

    private MemorySegment obtain(long byteSize, long byteAlignment) {
        if (!backing.scope().isAlive()) {
            throw new IllegalStateException("the arena is closed, byteSize=" + byteSize);
        }
        if (byteSize == 0) {
            return RawAccess.segment(byteAlignment, 0, backing);
        }
        if (used == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * used);
        }
        long address = allocator.allocate(byteSize, byteAlignment);
        note(address, byteSize, byteAlignment);
        return RawAccess.segment(address, byteSize, backing);
    }

    @Override
    public MemorySegment.Scope scope() {
        return backing.scope();
    }

    /**
     * Ends the life of every segment and gives the blocks back.
     *
     * @throws IllegalStateException if the arena is closed already or a segment is in use just now; nothing is changed
     *     then. Also if the allocator was closed before, but then the segments' lives are over
     * @throws WrongThreadException if it is confined to another thread
     */
    @Override
    public void close() {
        checkOwner();
        synchronized (lock) {
            backing.close();
            freeAll();
        }
    }

    /** Frees every block, also behind one that the allocator refuses to take; raises the first refusal at the end. */
    private void freeAll() {
        RuntimeException first = null;
        while (used > 0) {
            used -= WORDS_PER_BLOCK;
            try {
                allocator.free(blocks[used], blocks[used + 1], blocks[used + 2]);
            } catch (AllocationException | IllegalStateException refused) {
                if (first == null) {
                    first = refused;
                } else {
                    first.addSuppressed(refused);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void note(long address, long byteSize, long byteAlignment) {
        blocks[used] = address;
        blocks[used + 1] = byteSize;
        blocks[used + 2] = byteAlignment;
        used += WORDS_PER_BLOCK;
    }

    @SuppressWarnings("ReferenceEquality") // one thread, whatever a subclass takes for equal
    private void checkOwner() {
        Thread caller = Thread.currentThread();
        if (owner != null && owner != caller) {
            throw new WrongThreadException(
                    "the arena is another thread's, owner=" + owner.threadId() + ", caller=" + caller.threadId());
        }
    }

    private static void checkArguments(long byteSize, long byteAlignment) {
        if (byteSize < 0 || !Alignment.isPowerOfTwo(byteAlignment) || byteSize > Long.MAX_VALUE - byteAlignment) {
            throw new IllegalArgumentException(
                    "no size and alignment of a segment, byteSize=" + byteSize + ", byteAlignment=" + byteAlignment);
        }
    }
}
