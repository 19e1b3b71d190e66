package org.allotment.stress.campaign.shared;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.allotment.core.Movement;
import org.allotment.core.SizeAware;

/** One thread's work at a time: its slots, its random numbers and what it counted; the next thread goes on with them. */
final class Lane {
    private static final int SLOTS = 2_048;
    private static final int ACTIONS = 16;
    private static final int RESIZES = 1;
    private static final int SWAPS = 5;

    private final int number;
    private final SizeAware allocator;
    private final AtomicReferenceArray<Block> exchange;
    private final Numbers numbers;
    private final Block[] blocks = new Block[SLOTS];
    private final Counts counts = new Counts();
    private long generation;

    Lane(int number, long seed, SizeAware allocator, AtomicReferenceArray<Block> exchange) {
        this.number = number;
        this.allocator = allocator;
        this.exchange = exchange;
        numbers = new Numbers(seed + number);
        for (int slot = 0; slot < SLOTS; slot++) {
            blocks[slot] = new Block();
        }
    }

    Counts counts() {
        return counts;
    }

    /** Begins the life of another thread; names are of this lane only, so a block tells who made it. */
    void nextGeneration() {
        generation++;
    }

    private long maker() {
        return (generation << Byte.SIZE) | number;
    }

    /** Does something to a random slot. */
    void step() {
        int slot = numbers.below(SLOTS);
        Block block = blocks[slot];
        if (block.isEmpty()) {
            allocate(block);
            return;
        }
        int action = numbers.below(ACTIONS);
        if (action < RESIZES) {
            resize(block);
        } else if (action < SWAPS) {
            blocks[slot] = exchange.getAndSet(numbers.below(exchange.length()), block);
            counts.swaps++;
        } else {
            free(block);
        }
    }

    private void allocate(Block block) {
        block.size = numbers.size();
        block.alignment = numbers.alignment();
        block.stamp = numbers.next();
        block.maker = maker();
        block.address = allocator.allocate(block.size, block.alignment);
        if ((block.address & (block.alignment - 1)) != 0) {
            throw fault("a block has the alignment it was asked with", block, 0);
        }
        Pattern.write(block.address, block.size, block.stamp);
        counts.allocations++;
    }

    private void resize(Block block) {
        long wanted = numbers.size();
        long old = block.size;
        boolean moves = numbers.below(2) == 0;
        if (wanted >= old) {
            grow(block, wanted, moves);
        } else {
            shrink(block, wanted, moves);
        }
        verify(block, Math.min(old, block.size), old);
        block.stamp = numbers.next();
        Pattern.write(block.address, block.size, block.stamp);
        counts.resizes++;
    }

    private void grow(Block block, long wanted, boolean moves) {
        if (moves) {
            block.address = allocator.grow(block.address, block.size, wanted, block.alignment, Movement.MAY_MOVE);
            block.size = wanted;
        } else if (allocator.tryGrowInPlace(block.address, block.size, wanted)) {
            block.size = wanted;
        }
    }

    private void shrink(Block block, long wanted, boolean moves) {
        if (moves) {
            block.address = allocator.shrink(block.address, block.size, wanted, block.alignment, Movement.MAY_MOVE);
            block.size = wanted;
        } else if (allocator.tryShrinkInPlace(block.address, block.size, wanted)) {
            block.size = wanted;
        }
    }

    private void free(Block block) {
        verify(block, block.size, block.size);
        if (numbers.below(2) == 0) {
            allocator.free(block.address, block.size, block.alignment);
        } else {
            allocator.free(block.address);
        }
        counts.frees++;
        counts.freesByOthers += block.maker == maker() ? 0 : 1;
        block.address = 0;
    }

    private void verify(Block block, long size, long written) {
        long wrong = Pattern.firstWrong(block.address, size, written, block.stamp);
        if (wrong != Pattern.WHOLE) {
            throw fault("a block holds what was written to it", block, wrong);
        }
        counts.bytesVerified += size;
    }

    private AssertionError fault(String rule, Block block, long offset) {
        return new AssertionError(rule + ", address=0x" + Long.toHexString(block.address) + ", size=" + block.size
                + ", alignment=" + block.alignment + ", offset=" + offset + ", maker=" + block.maker + ", lane="
                + number
                + ", generation=" + generation + ", operation=" + counts.operations());
    }

    /** Frees everything in the lane. */
    void drain() {
        for (Block block : blocks) {
            drain(block);
        }
    }

    /** Frees a block, if there is one. */
    void drain(Block block) {
        if (!block.isEmpty()) {
            free(block);
        }
    }
}
