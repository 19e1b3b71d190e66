package org.allotment.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.allotment.core.memory.RawAccess;

/**
 * The slow and obvious allocator that a real one is compared with: a map of live intervals.
 *
 * <p>It allocates nothing. It is told what the real allocator answered and checks that the answer was possible: not
 * null, aligned, inside the allocator's memory, disjoint from every live block. Each live block is filled with a
 * pattern of its own, which is compared when the block is freed or resized.
 */
public final class ShadowModel {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Allocator allocator;
    private final TreeMap<Long, Block> byAddress = new TreeMap<>();
    private final List<Block> live = new ArrayList<>();
    private long nextSeed = 1;
    private long requestedBytes;

    public ShadowModel(Allocator allocator) {
        this.allocator = allocator;
    }

    /** A live block as its user knows it. */
    public static final class Block {
        private final long address;
        private final long size;
        private final long alignment;
        private final long seed;
        private int index;

        private Block(long address, long size, long alignment, long seed) {
            this.address = address;
            this.size = size;
            this.alignment = alignment;
            this.seed = seed;
        }

        public long address() {
            return address;
        }

        public long size() {
            return size;
        }

        public long alignment() {
            return alignment;
        }

        @Override
        public String toString() {
            return "address=" + address + ", size=" + size + ", alignment=" + alignment;
        }
    }

    public Block allocated(long address, long size, long alignment) {
        Block block = new Block(address, size, alignment, nextSeed++ * GOLDEN);
        insert(block);
        fill(block);
        return block;
    }

    /** Says that a block was freed. */
    public void freed(Block block) {
        verifyContents(block, block.size);
        remove(block);
    }

    /** Says that a block was resized; the contents common to both sizes must have come along. */
    public Block resized(Block block, long newAddress, long newSize, long newAlignment) {
        remove(block);
        Block resized = new Block(newAddress, newSize, newAlignment, block.seed);
        insert(resized);
        verifyContents(resized, Math.min(block.size, newSize));
        fill(resized);
        return resized;
    }

    public void verifyAll() {
        live.forEach(block -> verifyContents(block, block.size));
    }

    public void clear() {
        byAddress.clear();
        live.clear();
        requestedBytes = 0;
    }

    public int count() {
        return live.size();
    }

    public long requestedBytes() {
        return requestedBytes;
    }

    public Block pick(RandomGenerator random) {
        return live.get(random.nextInt(live.size()));
    }

    /** Tells whether some live block covers the address. */
    public boolean covers(long address) {
        Map.Entry<Long, Block> below = byAddress.floorEntry(address);
        return below != null && address < below.getKey() + below.getValue().size;
    }

    private void insert(Block block) {
        require(block.address != Allocator.NULL, "null is no block", block);
        require((block.address & (block.alignment - 1)) == 0, "misaligned", block);
        boolean inside = allocator.contains(block.address) && allocator.contains(block.address + block.size - 1);
        require(inside, "outside of the allocator's memory", block);
        Map.Entry<Long, Block> below = byAddress.lowerEntry(block.address + block.size);
        if (below != null) {
            Block neighbour = below.getValue();
            require(neighbour.address + neighbour.size <= block.address, "overlap with the block below", block);
        }
        byAddress.put(block.address, block);
        block.index = live.size();
        live.add(block);
        requestedBytes += block.size;
    }

    private void remove(Block block) {
        require(byAddress.remove(block.address) == block, "not live", block);
        Block last = live.removeLast();
        if (last != block) {
            live.set(block.index, last);
            last.index = block.index;
        }
        requestedBytes -= block.size;
    }

    /** Plain, since it runs several times in each of millions of steps. */
    private static void require(boolean holds, String rule, Block block) {
        if (!holds) {
            throw new AssertionError(rule + ", " + block);
        }
    }

    private static void fill(Block block) {
        long words = block.size >>> 3;
        for (long i = 0; i < words; i++) {
            RawAccess.putLong(block.address + (i << 3), word(block, i));
        }
        for (long i = words << 3; i < block.size; i++) {
            RawAccess.putByte(block.address + i, tail(block, i));
        }
    }

    private static void verifyContents(Block block, long byteSize) {
        long words = byteSize >>> 3;
        boolean same = true;
        for (long i = 0; i < words; i++) {
            same &= RawAccess.getLong(block.address + (i << 3)) == word(block, i);
        }
        for (long i = words << 3; i < byteSize; i++) {
            same &= RawAccess.getByte(block.address + i) == tail(block, i);
        }
        if (!same) {
            throw new AssertionError("contents changed, " + block + ", verifiedBytes=" + byteSize);
        }
    }

    private static long word(Block block, long index) {
        return block.seed + index * GOLDEN;
    }

    /** The byte at an offset, the same whether it is written as a part of a word or alone. */
    private static byte tail(Block block, long offset) {
        long word = word(block, offset >>> 3);
        int shift = (int) (offset & 7) << 3;
        boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
        return (byte) (word >>> (little ? shift : 56 - shift));
    }
}
