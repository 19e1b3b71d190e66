package org.allotment.core.bump;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Breaks each invariant and expects the walk to name it. */
final class BumpCheckTest {
    private static final long BASE = 0x10000;
    private static final long END = 0x11000;

    /** One mark at 0x10100 over 0x80 live bytes, then 0x40 bytes in the block at 0x10140. */
    private static BumpAllocator.View view(long top, long recent, long frameStart, long liveBytes, long liveBlocks) {
        return new BumpAllocator.View(BASE, END, top, recent, recent, frameStart, liveBytes, liveBlocks, marks(BASE));
    }

    private static Marks marks(long start) {
        Marks marks = new Marks();
        marks.push(start, 0, 0x80, 2);
        return marks;
    }

    @Test
    void acceptsWhatIsWhole() {
        assertThatCode(() -> BumpCheck.check(view(0x10180, 0x10140, 0x10100, 0x40, 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void findsTopOutsideTheRegion() {
        assertBroken("I1", view(END + 1, 0x10140, 0x10100, 0x40, 1));
        assertBroken("I1", view(BASE - 1, 0, 0x10100, 0x40, 1));
    }

    @Test
    void findsMarksOutOfOrder() {
        assertBroken("I2", view(0x10180, 0, BASE - 0x10, 0x40, 1));
        assertBroken("I2", view(0x10180, 0, 0x10190, 0x40, 1));
        assertBroken("I2", new BumpAllocator.View(BASE, END, 0x10180, 0, 0, 0x10100, 0x40, 1, marks(BASE + 8)));
    }

    @Test
    void findsLiveBytesThatDoNotFit() {
        assertBroken("I3", view(0x10180, 0x10140, 0x10100, 0x81, 1));
        assertBroken("I3", view(0x10180, 0x10140, 0x10100, -1, 1));
        assertBroken("I3", view(0x10180, 0, 0x10040, 0x40, 1));
    }

    @Test
    void findsBlocksWithoutBytes() {
        assertBroken("I4", view(0x10180, 0x10140, 0x10100, 0, 1));
        assertBroken("I4", view(0x10180, 0x10140, 0x10100, 0x40, 0));
        assertBroken("I4", view(0x10180, 0x10140, 0x10100, 2, 3));
    }

    @Test
    void findsARecentBlockBelowTheMark() {
        assertBroken("I5", view(0x10180, 0x100F0, 0x10100, 0x40, 1));
        assertBroken("I5", view(0x10180, 0x10190, 0x10100, 0x40, 1));
    }

    private static void assertBroken(String invariant, BumpAllocator.View view) {
        assertThatThrownBy(() -> BumpCheck.check(view))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
    }
}
