package org.allotment.core.id;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allotment.core.AllocationException;
import org.allotment.core.IdAllocator;
import org.allotment.core.LincheckForm;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Linearizability of the number allocators as threads share them: without an owner, each call under a lock. */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class IdLincheckTest {
    private static final long NUMBERS = 6;

    /** What each kind does under its lock. */
    private static final class Shared {
        private final IdAllocator ids;
        private final HeapLock lock;

        Shared(IdAllocator ids, HeapLock lock) {
            this.ids = ids;
            this.lock = lock;
        }

        long allocate(int count) {
            lock.lock();
            try {
                return ids.tryAllocateId(count, 1);
            } finally {
                lock.unlock();
            }
        }

        boolean free(int start, int count) {
            lock.lock();
            try {
                ids.freeId(start, count);
                return true;
            } catch (AllocationException refusal) {
                return false;
            } finally {
                lock.unlock();
            }
        }

        boolean fix(int id) {
            lock.lock();
            try {
                ids.allocateFixedId(id);
                return true;
            } catch (AllocationException taken) {
                return false;
            } finally {
                lock.unlock();
            }
        }

        long used() {
            lock.lock();
            try {
                return ids.used();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Over a bitmap, spinning. */
    @Param(name = "count", gen = IntGen.class, conf = "1:3")
    @Param(name = "id", gen = IntGen.class, conf = "0:5")
    public static class Bitmap {
        private final Shared shared = new Shared(BitmapIdAllocator.ofWithoutOwner(0, NUMBERS), new SpinLock());

        @Operation
        public long allocate(@Param(name = "count") int count) {
            return shared.allocate(count);
        }

        @Operation
        public boolean free(@Param(name = "id") int start, @Param(name = "count") int count) {
            return shared.free(start, count);
        }

        @Operation
        public boolean fix(@Param(name = "id") int id) {
            return shared.fix(id);
        }

        @Operation
        public long used() {
            return shared.used();
        }
    }

    /** Over buddies, queued. */
    @Param(name = "count", gen = IntGen.class, conf = "1:3")
    @Param(name = "id", gen = IntGen.class, conf = "0:5")
    public static class Buddies {
        private final Shared shared = new Shared(BuddyIdAllocator.ofWithoutOwner(0, NUMBERS), new QueuedLock());

        @Operation
        public long allocate(@Param(name = "count") int count) {
            return shared.allocate(count);
        }

        @Operation
        public boolean free(@Param(name = "id") int start, @Param(name = "count") int count) {
            return shared.free(start, count);
        }

        @Operation
        public long used() {
            return shared.used();
        }
    }

    /** Without a lock: what the checker must find fault with. */
    public static class Weakened {
        private final IdAllocator ids = BitmapIdAllocator.ofWithoutOwner(0, NUMBERS);

        @Operation
        public long allocate() {
            return ids.tryAllocateId(1, 1);
        }

        @Operation
        public long used() {
            return ids.used();
        }
    }

    @Test
    void numbersOfABitmapAreLinearizable() {
        LincheckForm.options().check(Bitmap.class);
    }

    @Test
    void numbersOfBuddiesAreLinearizable() {
        LincheckForm.options().check(Buddies.class);
    }

    @Test
    void theCheckerSeesTheMissingLock() {
        assertThatThrownBy(() -> LincheckForm.options().check(Weakened.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }
}
