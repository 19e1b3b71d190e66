package org.allotment.core.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The three forms against loops over single bits. */
final class LowestOneTest {
    private static int lowest(long word) {
        int bit = 0;
        while (bit < Long.SIZE && ((word >>> bit) & 1) == 0) {
            bit++;
        }
        return bit;
    }

    @Test
    void eachFormIsWhatALoopFinds() {
        SplittableRandom random = new SplittableRandom(20_26);
        for (int i = 0; i < 10_000; i++) {
            long word = random.nextLong() << random.nextInt(Long.SIZE);
            if (word != 0) {
                long one = 1L << lowest(word);
                assertThat(LowestOne.only(word)).isEqualTo(one);
                assertThat(LowestOne.without(word)).isEqualTo(word & ~one);
                assertThat(LowestOne.through(word)).isEqualTo(BitRuns.lowMask(lowest(word) + 1));
            }
        }
    }

    @Test
    void aWordWithoutOnesHasNone() {
        assertThat(LowestOne.only(0)).isZero();
        assertThat(LowestOne.without(0)).isZero();
        assertThat(LowestOne.through(0)).isEqualTo(-1);
    }
}
