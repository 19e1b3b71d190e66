package org.allotment.core.adapt;

import java.util.Arrays;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;

/**
 * The live blocks of an adaptor over somebody else's heap, which could not tell a bad free itself.
 *
 * <p>Blocks stand densely in arrays, and an open-addressing table leads from an address to a block's place. Places
 * change when a block is removed: the last one moves into the gap. Adding, finding and removing are O(1) and make no
 * garbage beyond the doubling of the arrays.
 *
 * <p>Two sizes are kept: what the owner was told last, and what the heap was asked for; they differ after a block
 * shrank where it was. Invariants, walked by {@link #check}: I1 a block is found from its address; I2 its size is from
 * 1 to its capacity; I3 the table holds the live blocks, nothing else, and is at most half full; I4 the sums equal the
 * walk.
 */
final class LiveBlocks {
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 16;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] addresses = new long[FIRST_CAPACITY];
    private long[] sizes = new long[FIRST_CAPACITY];
    private long[] capacities = new long[FIRST_CAPACITY];
    /** Place plus one, or zero; at most half full, twice as long as the arrays. */
    private int[] table = new int[2 * FIRST_CAPACITY];

    private int count;
    private long sizeSum;
    private long capacitySum;

    int count() {
        return count;
    }

    /** Bytes asked of the heap for blocks that are live. */
    long capacitySum() {
        return capacitySum;
    }

    long address(int place) {
        return addresses[place];
    }

    long size(int place) {
        return sizes[place];
    }

    long capacity(int place) {
        return capacities[place];
    }

    /** Makes sure that the next {@link #add} needs no memory. */
    void reserve() {
        if (count == addresses.length) {
            int length = Math.multiplyExact(2, count);
            long[] moreAddresses = Arrays.copyOf(addresses, length);
            long[] moreSizes = Arrays.copyOf(sizes, length);
            long[] moreCapacities = Arrays.copyOf(capacities, length);
            table = new int[Math.multiplyExact(2, length)];
            addresses = moreAddresses;
            sizes = moreSizes;
            capacities = moreCapacities;
            for (int place = 0; place < count; place++) {
                table[freeSlot(addresses[place])] = place + 1;
            }
        }
    }

    /** Adds a block that is not there; {@link #reserve} has been called. Its place is the last. */
    void add(long address, long size) {
        addresses[count] = address;
        sizes[count] = size;
        capacities[count] = size;
        table[freeSlot(address)] = ++count;
        sizeSum += size;
        capacitySum += size;
    }

    /** Removes a block; the last one takes its place. */
    void remove(int place) {
        sizeSum -= sizes[place];
        capacitySum -= capacities[place];
        clearSlot(slotOf(addresses[place]));
        count--;
        if (place != count) {
            table[slotOf(addresses[count])] = place + 1;
            addresses[place] = addresses[count];
            sizes[place] = sizes[count];
            capacities[place] = capacities[count];
        }
    }

    /** Notes a size that fits what the heap gave. */
    void resize(int place, long size) {
        sizeSum += size - sizes[place];
        sizes[place] = size;
        if (size > capacities[place]) {
            capacitySum += size - capacities[place];
            capacities[place] = size;
        }
    }

    /** Notes that a block lies elsewhere now, with a capacity that equals its size. */
    void replace(int place, long address, long size) {
        clearSlot(slotOf(addresses[place]));
        sizeSum += size - sizes[place];
        capacitySum += size - capacities[place];
        addresses[place] = address;
        sizes[place] = size;
        capacities[place] = size;
        table[freeSlot(address)] = place + 1;
    }

    /** Place of the live block that starts at an address, or {@link #NONE}. */
    int find(long address) {
        int mask = table.length - 1;
        for (int slot = home(address); table[slot] != 0; slot = (slot + 1) & mask) {
            if (addresses[table[slot] - 1] == address) {
                return table[slot] - 1;
            }
        }
        return NONE;
    }

    /** Place of the live block that starts at an address. */
    int require(long address) {
        int place = find(address);
        if (place == NONE) {
            throw AllocationException.notAllocated("no live block starts here, address=" + address);
        }
        return place;
    }

    /** Place of the live block that starts at an address and may be said to have a size. */
    int require(long address, long size) {
        int place = require(address);
        if (size < sizes[place] || size > capacities[place]) {
            throw AllocationException.invalidParameter("the block has another size, address=" + address + ", size="
                    + size + ", blockSize=" + sizes[place]);
        }
        return place;
    }

    /** Place of the live block that a free describes. */
    int require(long address, long size, long alignment) {
        int place = require(address, size);
        Requests.checkBlock(size, alignment);
        if (!Alignment.isAligned(address, alignment)) {
            throw AllocationException.invalidParameter(
                    "the block does not have this alignment, address=" + address + ", alignment=" + alignment);
        }
        return place;
    }

    /**
     * Tells whether an address lies within a live block; O(1) for a first byte, for the newest and for null, which is what
     * decorators ask about to learn whether they may call at all; else O(blocks).
     */
    boolean covers(long address) {
        if (address == Allocator.NULL) {
            return false;
        }
        if (find(address) != NONE) {
            return true;
        }
        int place = count - 1;
        while (place >= 0 && !covers(place, address)) {
            place--;
        }
        return place >= 0;
    }

    private boolean covers(int place, long address) {
        return Long.compareUnsigned(address - addresses[place], capacities[place]) < 0;
    }

    AllocatorStatistics statistics() {
        long lost = capacitySum - sizeSum;
        return new AllocatorStatistics(capacitySum, sizeSum, 0, 0, 0, lost, count, heapBytes());
    }

    private long heapBytes() {
        return 3L * Long.BYTES * addresses.length + (long) Integer.BYTES * table.length;
    }

    /** Walks: each live place is found from its address, the table holds nothing else, sums and sizes fit. */
    void check() {
        long sizesSeen = 0;
        long capacitiesSeen = 0;
        for (int place = 0; place < count; place++) {
            require(find(addresses[place]) == place, "I1 a block is found from its address", place);
            require(sizes[place] >= 1 && sizes[place] <= capacities[place], "I2 a size fits its capacity", place);
            sizesSeen += sizes[place];
            capacitiesSeen += capacities[place];
        }
        long filled = Arrays.stream(table).filter(slot -> slot != 0).count();
        require(filled == count && 2L * count <= table.length, "I3 the table holds the blocks, half full", filled);
        require(sizesSeen == sizeSum && capacitiesSeen == capacitySum, "I4 the sums equal the walk", sizesSeen);
    }

    private static void require(boolean holds, String invariant, long where) {
        if (!holds) {
            throw new AssertionError(invariant + ", where=" + where);
        }
    }

    private int home(long address) {
        return (int) ((address * GOLDEN) >>> Long.numberOfLeadingZeros(table.length - 1L));
    }

    private int freeSlot(long address) {
        int mask = table.length - 1;
        int slot = home(address);
        while (table[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int slotOf(long address) {
        int mask = table.length - 1;
        int slot = home(address);
        while (addresses[table[slot] - 1] != address) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Empties a slot and moves those behind it up that could not be found across the gap. */
    private void clearSlot(int emptied) {
        int mask = table.length - 1;
        int gap = emptied;
        for (int slot = (gap + 1) & mask; table[slot] != 0; slot = (slot + 1) & mask) {
            int home = home(addresses[table[slot] - 1]);
            boolean reachable = ((slot - home) & mask) < ((slot - gap) & mask);
            if (!reachable) {
                table[gap] = table[slot];
                gap = slot;
            }
        }
        table[gap] = 0;
    }
}
