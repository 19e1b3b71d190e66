package org.allotment.core.page;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allotment.core.LincheckForm;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Linearizability of the page-run bitmap as threads share it: each call under a monitor. */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class RunBitmapLincheckTest {
    private static final long PAGES = 70;

    /** Runs around the end of a word. */
    @Param(name = "count", gen = IntGen.class, conf = "1:40")
    @Param(name = "first", gen = IntGen.class, conf = "0:69")
    public static class Locked {
        private final RunBitmap bitmap = new RunBitmap(PAGES);

        @Operation
        public synchronized long allocate(@Param(name = "count") int count) {
            return bitmap.allocate(count, 1, 0);
        }

        @Operation
        public synchronized boolean allocateAt(@Param(name = "first") int first, @Param(name = "count") int count) {
            int fitting = (int) Math.min(count, PAGES - first);
            return bitmap.allocateAt(first, fitting);
        }

        @Operation
        public synchronized boolean free(@Param(name = "first") int first, @Param(name = "count") int count) {
            int fitting = (int) Math.min(count, PAGES - first);
            return bitmap.free(first, fitting);
        }

        @Operation
        public synchronized long longestFreeRun() {
            return bitmap.freeCount() * 100 + bitmap.longestFreeRun();
        }
    }

    /** Without a lock: what the checker must find fault with. */
    public static class Weakened {
        private final RunBitmap bitmap = new RunBitmap(PAGES);

        @Operation
        public long allocate() {
            return bitmap.allocate(3, 1, 0);
        }

        @Operation
        public long free() {
            return bitmap.freeCount();
        }
    }

    @Test
    void runsAreLinearizable() {
        LincheckForm.options().check(Locked.class);
    }

    @Test
    void theCheckerSeesTheMissingLock() {
        assertThatThrownBy(() -> LincheckForm.options().check(Weakened.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }
}
