package org.allotment.core.page;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Breaks each invariant by hand and expects the walk to name it. */
final class PageCheckTest {
    private static final long PAGE = 4_096;

    private final BitmapPageAllocator allocator = BitmapPageAllocator.create(PAGE);
    private RunBitmap bitmap = RunBitmap.withoutIndices();

    @BeforeEach
    void setUp() {
        allocator.addRegion(PAGE, 9_000 * PAGE);
        allocator.addRegion(20_000 * PAGE, 100 * PAGE);
        bitmap = allocator.regions()[0].bitmap;
        PageCheck.verify(allocator);
    }

    private void assertBroken(String invariant) {
        assertThatThrownBy(() -> PageCheck.verify(allocator))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant + " ");
    }

    @Test
    void findsAFreePageBehindTheLast() {
        bitmap.words()[9_000 / 64] |= 1L << 9_000 % 64;
        assertBroken("I1");
    }

    @Test
    void findsAWrongCount() {
        bitmap.words()[5] &= ~2L;
        assertBroken("I2");
    }

    @Test
    void findsAFreePageBelowTheRememberedWord() {
        for (int i = 0; i < 65; i++) {
            allocator.allocatePages(1, PAGE);
        }
        bitmap.words()[0] |= 1;
        bitmap.words()[5] &= ~1L;
        assertBroken("I3");
    }

    @Test
    void findsALeafThatPromisesTooLittle() {
        allocator.allocatePages(512, PAGE);
        bitmap.words()[3] |= 1;
        bitmap.words()[20] &= ~1L;
        assertBroken("I4");
    }

    @Test
    void findsANodeThatIsNotTheCombinationOfItsChildren() {
        for (int level = 1; level <= bitmap.summary().levels(); level++) {
            for (int at = 0; at < 3; at++) {
                bitmap.summary().upper(level)[at]++;
                assertBroken("I5");
                bitmap.summary().upper(level)[at]--;
            }
        }
        PageCheck.verify(allocator);
    }

    @Test
    void findsAHintAboveARun() {
        for (int k = 0; k < bitmap.summary().hints().length; k++) {
            bitmap.summary().hints()[k] = 1;
            assertBroken("I6");
            bitmap.summary().hints()[k] = 0;
        }
        PageCheck.verify(allocator);
    }

    @Test
    void findsRegionsThatOverlap() {
        allocator.regions()[1] = new PageRegion(8_999 * PAGE, 100 * PAGE, 12);
        assertBroken("I7");
    }

    @Test
    void findsShortcutsThatAreNoRegionsOrLieAboveAFreePage() {
        allocator.regions()[0] = new PageRegion(PAGE, 9_000 * PAGE, 12);
        assertBroken("I9");
    }

    @Test
    void findsARegionWithoutItsBits() {
        PageRegion smaller = new PageRegion(20_000 * PAGE, 100 * PAGE, 13);
        allocator.regions()[1] = smaller;
        assertBroken("I8");
    }
}
