package org.allotment.core.source;

import java.util.List;
import java.util.stream.IntStream;
import org.allotment.core.AllocationException;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.jspecify.annotations.Nullable;

/**
 * A memory source of blocks of one size, taken from another source in one piece: an arena of fixed blocks.
 *
 * <p>The links between free blocks are numbers in a Java array, so a block keeps what its {@link Initialiser} wrote
 * into it, and later what its last user left there: the arena can hold ready-made contexts. All blocks are initialised
 * when the arena is made, each before it is linked. Obtaining and releasing are O(1) and touch no block; the block
 * released last is obtained first.
 *
 * <p>Refused at the call: blocks that are not of this arena, interior addresses, blocks that are not out, sizes that a
 * block does not have, and calls of any thread but the owner (the thread that made the arena, unless it was made
 * {@linkplain Plan#withoutOwner() without}).
 *
 * <p>The memory goes back when nobody has any of it: {@link #close} refuses while blocks are out, {@link #retire}
 * hands out no more and lets the last release close the arena.
 */
public final class FixedBlockSource implements MemorySource, AutoCloseable {
    /** Ends the list of free blocks. */
    static final int END = -1;

    /** Stands in the place of a link while a block is out. */
    static final int OUT = -2;

    /** Prepares a block when the arena is made. */
    @FunctionalInterface
    public interface Initialiser {
        /** Leaves blocks as the source gave them. */
        Initialiser NONE = (address, byteSize) -> {};

        /**
         * Writes what the users of the block expect in it, and nothing outside of it.
         *
         * @param address first byte of the block
         * @param byteSize bytes of the block
         */
        void initialise(long address, long byteSize);
    }

    /**
     * What an arena is to be like.
     *
     * @param blockSize bytes of a block, from 1 up
     * @param blocks number of blocks, from 1 up
     * @param initialiser what prepares them
     * @param owned whether only the thread that makes the arena may use it
     */
    public record Plan(long blockSize, int blocks, Initialiser initialiser, boolean owned) {
        /**
         * Checks the figures.
         *
         * @throws AllocationException of kind {@code INVALID_PARAMETER} if one is below 1 or they overflow
         */
        public Plan {
            if (blockSize < 1 || blocks < 1 || blockSize > (Long.MAX_VALUE >> 1) / blocks) {
                throw AllocationException.invalidParameter(
                        "no such blocks, blockSize=" + blockSize + ", blocks=" + blocks);
            }
        }

        /**
         * Plans a number of blocks.
         *
         * @param blockSize bytes of a block, from 1 up
         * @param blocks number of blocks, from 1 up
         * @return a plan without an initialiser, for one owner
         * @throws AllocationException of kind {@code INVALID_PARAMETER} if a figure is below 1 or they overflow
         */
        public static Plan of(long blockSize, int blocks) {
            return new Plan(blockSize, blocks, Initialiser.NONE, true);
        }

        /**
         * Plans as many blocks as fit in a number of bytes, never more.
         *
         * @param blockSize bytes of a block, from 1 up
         * @param byteSize bytes of all blocks together, at least {@code blockSize}
         * @return a plan without an initialiser, for one owner
         * @throws AllocationException of kind {@code INVALID_PARAMETER} if not one block fits, or more than
         *     {@link Integer#MAX_VALUE}
         */
        public static Plan within(long blockSize, long byteSize) {
            long blocks = blockSize < 1 ? 0 : byteSize / blockSize;
            if (blocks < 1 || blocks > Integer.MAX_VALUE) {
                throw AllocationException.invalidParameter(
                        "so many blocks do not fit, blockSize=" + blockSize + ", byteSize=" + byteSize);
            }
            return of(blockSize, (int) blocks);
        }

        /**
         * Returns this plan with an initialiser.
         *
         * @param preparer what prepares each block
         * @return a plan that differs in this only
         */
        public Plan initialisedBy(Initialiser preparer) {
            return new Plan(blockSize, blocks, preparer, owned);
        }

        /**
         * Returns this plan for an arena that any thread may use, one at a time.
         *
         * @return a plan that differs in this only
         */
        public Plan withoutOwner() {
            return new Plan(blockSize, blocks, initialiser, false);
        }
    }

    private final MemorySource source;
    private final long base;
    private final long blockSize;
    private final int[] links;
    private final @Nullable Thread owner;
    private int head;
    private int outCount;
    private boolean retired;
    private boolean closed;

    private FixedBlockSource(MemorySource source, Plan plan) {
        this.source = source;
        this.blockSize = plan.blockSize();
        this.links = new int[plan.blocks()];
        this.owner = plan.owned() ? Thread.currentThread() : null;
        this.base = source.obtain(byteSize(), granularity());
    }

    /**
     * Makes an arena: obtains its memory in one piece and initialises its blocks from the lowest to the highest.
     *
     * @param source where the memory comes from and goes back to; asked for exactly {@code blocks * blockSize} bytes,
     *     aligned as {@link #granularity()} says
     * @param plan what the arena is to be like
     * @return the arena, all blocks free
     * @throws AllocationException of kind {@code NO_MEMORY} if the source has not got it; what an initialiser throws
     *     is passed on when the memory has gone back
     */
    public static FixedBlockSource over(MemorySource source, Plan plan) {
        FixedBlockSource arena = new FixedBlockSource(source, plan);
        if (arena.base == NONE) {
            throw AllocationException.noMemory(
                    "the source is empty, blockSize=" + plan.blockSize() + ", blocks=" + plan.blocks());
        }
        boolean ready = false;
        try {
            arena.prepare(plan.initialiser());
            ready = true;
        } finally {
            if (!ready) {
                source.release(arena.base, arena.byteSize());
            }
        }
        return arena;
    }

    private void prepare(Initialiser initialiser) {
        for (int index = 0; index < links.length; index++) {
            initialiser.initialise(base + index * blockSize, blockSize);
            links[index] = index + 1;
        }
        links[links.length - 1] = END;
    }

    /**
     * Takes a block.
     *
     * @param byteSize bytes wanted, from 1 up
     * @param alignment power of two that the block's address must be a multiple of
     * @return the address of a block; {@link #NONE} when all are out, or blocks are too small or not aligned like that
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     * @throws IllegalStateException if the arena is closed or retired, or the caller is not the owner
     */
    @Override
    public long obtain(long byteSize, long alignment) {
        requireUse();
        if (retired) {
            throw new IllegalStateException("the arena is retired, outCount=" + outCount);
        }
        Requests.checkBlock(byteSize, alignment);
        if (byteSize > blockSize || alignment > granularity() || head == END) {
            return NONE;
        }
        int index = head;
        head = links[index];
        links[index] = OUT;
        outCount++;
        return base + index * blockSize;
    }

    /**
     * Gives a block back.
     *
     * @param address what {@link #obtain} returned
     * @param byteSize the size asked for, or any other that a block has room for
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if no block that is out has this address, or
     *     {@code INVALID_PARAMETER} if its size is another; nothing is changed then
     * @throws IllegalStateException if the arena is closed, or the caller is not the owner
     */
    @Override
    public void release(long address, long byteSize) {
        requireUse();
        int index = indexOf(address);
        if (byteSize < 1 || byteSize > blockSize) {
            throw AllocationException.invalidParameter("not the size of a block, address=" + address + ", byteSize="
                    + byteSize + ", blockSize=" + blockSize);
        }
        links[index] = head;
        head = index;
        outCount--;
        if (retired && outCount == 0) {
            giveBack();
        }
    }

    private int indexOf(long address) {
        long offset = address - base;
        boolean start = offset >= 0 && offset < byteSize() && offset % blockSize == 0;
        if (!start || links[(int) (offset / blockSize)] != OUT) {
            throw AllocationException.notAllocated("no block of this arena is out there, address=" + address);
        }
        return (int) (offset / blockSize);
    }

    /**
     * Returns the alignment of blocks: the largest power of two that divides their size.
     *
     * @return bytes, a power of two
     */
    @Override
    public long granularity() {
        return Long.lowestOneBit(blockSize);
    }

    @Override
    public long obtainedBytes() {
        return outCount * blockSize;
    }

    /**
     * Returns the size of a block.
     *
     * @return bytes
     */
    public long blockSize() {
        return blockSize;
    }

    /**
     * Returns how many blocks there are, free or out.
     *
     * @return their number, from 1 up
     */
    public int blocks() {
        return links.length;
    }

    /**
     * Returns how many blocks are out.
     *
     * @return their number
     */
    public int outCount() {
        return outCount;
    }

    /**
     * Hands out no more blocks and gives the memory back as soon as none is out; does not wait.
     *
     * @return true when that is now
     * @throws IllegalStateException if the caller is not the owner
     */
    public boolean retire() {
        OwnerThread.check(owner);
        retired = true;
        if (outCount == 0 && !closed) {
            giveBack();
        }
        return closed;
    }

    /**
     * Gives the memory back. A second call does nothing.
     *
     * @throws IllegalStateException if blocks are out, and nothing is changed; or if the caller is not the owner
     */
    @Override
    public void close() {
        OwnerThread.check(owner);
        if (outCount > 0) {
            throw new IllegalStateException("blocks are out, outCount=" + outCount);
        }
        retire();
    }

    private void giveBack() {
        source.release(base, byteSize());
        closed = true;
    }

    private long byteSize() {
        return links.length * blockSize;
    }

    private void requireUse() {
        OwnerThread.check(owner);
        if (closed) {
            throw new IllegalStateException("the arena is closed, base=" + base);
        }
    }

    /** What the check sees. */
    record View(List<Integer> links, int head, int outCount, boolean closed) {}

    View view() {
        return new View(IntStream.of(links).boxed().toList(), head, outCount, closed);
    }
}
