package org.allotment.core.buddy;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.ContractSubject.Trait;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The allocator contract, held by each form. */
final class BuddyContractTest {
    abstract static class Form extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();
        private final BuddyOptions options;

        Form(BuddyOptions options) {
            this.options = options;
        }

        @Override
        public Allocator create(long byteSize) {
            return over(arena.allocate(byteSize, 4096).address(), byteSize, options);
        }

        BuddyAllocator over(long address, long byteSize, BuddyOptions form) {
            return BuddyAllocator.over(address, byteSize, form);
        }

        @Override
        public void check(Allocator allocator) {
            BuddyCheck.verify((BuddyAllocator) allocator);
        }

        @Override
        public Set<Trait> traits() {
            return options.checked() ? EnumSet.allOf(Trait.class) : EnumSet.of(Trait.REUSES);
        }

        @AfterEach
        void giveMemoryBack() {
            arena.close();
        }
    }

    @Nested
    final class Checked extends Form {
        Checked() {
            super(BuddyOptions.DEFAULT);
        }
    }

    @Nested
    final class Trusting extends Form {
        Trusting() {
            super(BuddyOptions.DEFAULT.trusting());
        }
    }

    @Nested
    final class BareChecked extends Form {
        BareChecked() {
            super(BuddyOptions.DEFAULT.bare());
        }
    }

    @Nested
    final class BareTrusting extends Form {
        BareTrusting() {
            super(BuddyOptions.DEFAULT.bare().trusting());
        }
    }

    /** Several regions, drawn one by one, and a larger smallest block. */
    @Nested
    final class Growing extends Form {
        Growing() {
            super(BuddyOptions.DEFAULT.growingBy(1 << 16).blocksFrom(16));
        }

        @Override
        BuddyAllocator over(long address, long byteSize, BuddyOptions form) {
            return BuddyAllocator.create(new RegionSource(address, byteSize, 4_096), form);
        }
    }

    /** Requested bytes are counted, and the memory is handed in as two regions that touch. */
    @Nested
    final class Counting extends Form {
        Counting() {
            super(BuddyOptions.DEFAULT.countingRequests());
        }

        @Override
        BuddyAllocator over(long address, long byteSize, BuddyOptions form) {
            long part = byteSize / 3 & -8;
            BuddyAllocator allocator = BuddyAllocator.over(address, part, form);
            allocator.addRegion(address + part, byteSize - part);
            return allocator;
        }
    }
}
