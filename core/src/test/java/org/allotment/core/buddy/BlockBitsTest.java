package org.allotment.core.buddy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bit set of one order beside a sorted set of numbers. */
final class BlockBitsTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "0, 63", "5, 64", "0, 4095", "1000001, 1004097", "7, 262200", "123456789012, 123456989013"})
    void behavesAsASortedSet(long firstBlock, long lastBlock) {
        BlockBits bits = new BlockBits(firstBlock, lastBlock);
        TreeSet<Long> model = new TreeSet<>();
        SplittableRandom random = new SplittableRandom(firstBlock ^ lastBlock);
        for (int step = 0; step < 3_000; step++) {
            long block = firstBlock + random.nextLong(lastBlock - firstBlock + 1);
            assertThat(bits.get(block)).isEqualTo(model.contains(block));
            switch (random.nextInt(4)) {
                case 0 -> assertThat(bits.remove(block)).isEqualTo(model.remove(block));
                case 1 -> {
                    if (!model.isEmpty()) {
                        assertThat(bits.removeFirst()).isEqualTo(model.removeFirst());
                    }
                }
                default -> {
                    if (model.add(block)) {
                        bits.add(block);
                    }
                }
            }
            Long next = model.ceiling(block);
            assertThat(bits.next(block)).isEqualTo(next == null ? BlockBits.NONE : next);
            assertThat(bits.isEmpty()).isEqualTo(model.isEmpty());
        }
        assertThat(bits.isSummedUp()).isTrue();
        assertThat(bits.count()).isEqualTo(model.size());
        while (!model.isEmpty()) {
            assertThat(bits.removeFirst()).isEqualTo(model.removeFirst());
        }
        assertThat(bits.isEmpty()).isTrue();
        assertThat(bits.isSummedUp()).isTrue();
        assertThat(bits.next(0)).isEqualTo(BlockBits.NONE);
    }

    @Test
    void hasRoomForTheBuddiesOfItsEnds() {
        BlockBits bits = new BlockBits(63, 64);
        for (long block = 62; block <= 65; block++) {
            assertThat(bits.get(block)).isFalse();
            bits.add(block);
        }
        assertThat(bits.next(0)).isEqualTo(62);
        assertThat(bits.next(66)).isEqualTo(BlockBits.NONE);
    }

    @Test
    void costsABitPerBlockAndOneSixtyFourthForSummaries() {
        assertThat(new BlockBits(0, (1 << 24) - 1).heapBytes()).isEqualTo((1 << 21) + (1 << 15) + (1 << 9) + 8);
        assertThat(new BlockBits(0, 63).heapBytes()).isEqualTo(8);
    }
}
