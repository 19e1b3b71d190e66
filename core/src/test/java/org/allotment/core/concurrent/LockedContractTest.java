package org.allotment.core.concurrent;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** A locked allocator keeps the whole contract of the allocator within. */
final class LockedContractTest {
    abstract static class Form extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();
        private final HeapLock lock;

        Form(HeapLock lock) {
            this.lock = lock;
        }

        @Override
        public Allocator create(long byteSize) {
            long address = arena.allocate(byteSize, 4096).address();
            return new LockedSizeAware(TlsfAllocator.over(address, byteSize, TlsfOptions.DEFAULT.withoutOwner()), lock);
        }

        /** The walk of the engine is its own suite's business; here the lock must be free after each step. */
        @Override
        public void check(Allocator allocator) {
            if (!lock.tryLock()) {
                throw new AssertionError("a call left the lock held, lock=" + lock);
            }
            lock.unlock();
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.allOf(Trait.class);
        }

        /** What the engine would refuse, the lock makes safe. */
        @Override
        public boolean hasOwner() {
            return false;
        }

        @AfterEach
        void giveMemoryBack() {
            arena.close();
        }
    }

    @Nested
    final class Spinning extends Form {
        Spinning() {
            super(new SpinLock());
        }
    }

    @Nested
    final class Queued extends Form {
        Queued() {
            super(new QueuedLock());
        }
    }
}
