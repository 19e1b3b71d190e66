package org.allotment.core.bits;

import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.page.RunBitmap;
import org.allotment.core.source.MemoryMapSource;

/** Runs every loop over bits until C2 has compiled it, for {@link Bmi1Test} in a JVM of its own; prints a checksum. */
final class BitLoops {
    private static final int ROUNDS = 30_000;

    private BitLoops() {}

    /** The program. */
    public static void main(String[] arguments) {
        System.out.println("checksum=" + (words() + pages() + buddies() + bitSet()));
    }

    private static long words() {
        long sum = 0;
        for (long i = 0; i < ROUNDS; i++) {
            long word = i * 0x9E37_79B9_7F4A_7C15L;
            sum += LowestOne.only(word) ^ LowestOne.through(word) ^ LowestOne.without(word);
        }
        return sum;
    }

    private static long pages() {
        RunBitmap bitmap = new RunBitmap(4_096);
        long sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long index = bitmap.allocate();
            sum += index;
            if (index == 4_095) {
                bitmap.free(0, 4_096);
            }
        }
        return sum;
    }

    private static long buddies() {
        long sum = 0;
        try (BuddyAllocator buddies = BuddyAllocator.create(
                MemoryMapSource.create(), BuddyOptions.DEFAULT.bare().trusting())) {
            long[] blocks = new long[64];
            for (int i = 0; i < ROUNDS; i++) {
                int at = i * 7 & 63;
                if (blocks[at] != 0) {
                    buddies.free(blocks[at], 64, 8);
                }
                blocks[at] = buddies.allocate(64, 8);
                sum += blocks[at] - blocks[0];
            }
        }
        return sum;
    }

    private static long bitSet() {
        long sum = 0;
        try (BitSetAllocator bits = BitSetAllocator.checked(MemoryMapSource.create(), 1 << 20, 16)) {
            long first = bits.allocate(16, 16);
            for (int i = 0; i < ROUNDS; i++) {
                long block = bits.allocate(40, 8);
                sum += block - first;
                bits.free(block, 40, 8);
            }
        }
        return sum;
    }
}
