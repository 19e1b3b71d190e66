package org.allotment.core.bitset;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Breaks each invariant and expects the walk to name it. */
final class BitSetCheckTest {
    private static final long GRANULES = 200;

    private final BitSetLayout layout = new BitSetLayout(1_020, 16 * GRANULES + 9, 4, 1_024, GRANULES);
    private final FreeBits bits = new FreeBits(GRANULES);
    private final RunGuard guard = new RunGuard(bits);

    @BeforeEach
    void takeTwoRuns() {
        guard.begin(bits.take(3, 1, 0));
        guard.begin(bits.take(70, 1, 0));
    }

    @Test
    void acceptsWhatIsWhole() {
        assertThatCode(() -> BitSetCheck.check(layout, bits, guard)).doesNotThrowAnyException();
        assertThatCode(() -> BitSetCheck.check(layout, bits, null)).doesNotThrowAnyException();
    }

    @Test
    void findsGranulesThatDoNotTileTheRegion() {
        assertBroken("I1", new BitSetLayout(1_020, 16 * GRANULES + 9, 4, 1_025, GRANULES));
        assertBroken("I1", new BitSetLayout(1_020, 16 * GRANULES + 9, 4, 1_040, GRANULES));
        assertBroken("I1", new BitSetLayout(1_020, 16 * GRANULES + 9, 4, 1_024, GRANULES - 1));
        assertBroken("I1", new BitSetLayout(1_020, 16 * GRANULES + 25, 4, 1_024, GRANULES));
        assertBroken("I1", new BitSetLayout(1_020, 16 * GRANULES, 4, 1_024, GRANULES));
    }

    @Test
    void findsBitsBehindTheLastGranule() {
        bits.words[3] |= 1L << 8;
        assertBroken("I2", layout);
        bits.words[3] &= ~(1L << 8);
        bits.words[4] = 1;
        assertBroken("I2", layout);
    }

    @Test
    void findsWordsThatAreWronglyOpenOrNot() {
        bits.open[0] ^= 1L << 2;
        assertBroken("I3", layout);
        bits.open[0] ^= 1L << 2;
        bits.open[0] |= 1L;
        bits.words[0] = 0;
        assertBroken("I3", layout);
    }

    @Test
    void findsACursorOutsideTheGranules() {
        bits.next = GRANULES + 1;
        assertBroken("I4", layout);
        bits.next = -1;
        assertBroken("I4", layout);
    }

    @Test
    void findsCountersThatDisagree() {
        bits.liveGranules++;
        assertBroken("I5", layout);
        bits.liveGranules--;
        bits.liveBlocks = 74;
        assertBroken("I5", layout);
        bits.liveBlocks = 0;
        assertBroken("I5", layout);
    }

    @Test
    void findsHeadsThatAreMissingOrTooMany() {
        guard.begin(100);
        assertBroken("I6", layout);
        guard.end(100);
        guard.begin(10);
        assertBroken("I6", layout);
        guard.end(10);
        guard.end(0);
        assertBroken("I6", layout);
        guard.begin(0);
        guard.begin(201);
        assertBroken("I6", layout);
        guard.end(201);
        guard.end(200);
        assertBroken("I6", layout);
    }

    private void assertBroken(String invariant, BitSetLayout broken) {
        assertThatThrownBy(() -> BitSetCheck.check(broken, bits, guard))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
    }
}
