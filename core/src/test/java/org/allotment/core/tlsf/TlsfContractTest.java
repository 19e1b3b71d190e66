package org.allotment.core.tlsf;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.ContractSubject.Trait;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The allocator contract, held by all four forms. */
final class TlsfContractTest {
    abstract static class Form extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();
        private final TlsfOptions options;

        Form(TlsfOptions options) {
            this.options = options;
        }

        @Override
        public Allocator create(long byteSize) {
            return over(arena.allocate(byteSize, 4096).address(), byteSize, options);
        }

        TlsfAllocator over(long address, long byteSize, TlsfOptions form) {
            return TlsfAllocator.over(address, byteSize, form);
        }

        @Override
        public void check(Allocator allocator) {
            TlsfCheck.verify((TlsfAllocator) allocator);
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
            super(TlsfOptions.DEFAULT);
        }
    }

    @Nested
    final class Trusting extends Form {
        Trusting() {
            super(TlsfOptions.DEFAULT.trusting());
        }
    }

    @Nested
    final class BareChecked extends Form {
        BareChecked() {
            super(TlsfOptions.DEFAULT.bare());
        }
    }

    @Nested
    final class BareTrusting extends Form {
        BareTrusting() {
            super(TlsfOptions.DEFAULT.bare().trusting());
        }
    }

    /** Several regions, drawn one by one. */
    @Nested
    final class Growing extends Form {
        Growing() {
            super(TlsfOptions.DEFAULT.growingBy(1 << 17));
        }

        @Override
        TlsfAllocator over(long address, long byteSize, TlsfOptions form) {
            return TlsfAllocator.create(new RegionSource(address, byteSize, 4_096), form);
        }
    }

    /** The same, with no check but that of the region. */
    @Nested
    final class GrowingTrusting extends Form {
        GrowingTrusting() {
            super(TlsfOptions.DEFAULT.trusting().growingBy(1 << 17));
        }

        @Override
        TlsfAllocator over(long address, long byteSize, TlsfOptions form) {
            return TlsfAllocator.create(new RegionSource(address, byteSize, 4_096), form);
        }
    }

    /** Two regions next to each other, the lower one grown at both ends. */
    private static TlsfAllocator overRegions(long address, long byteSize, TlsfOptions form) {
        long eighth = byteSize / 8;
        TlsfAllocator allocator = TlsfAllocator.over(address + eighth, 2 * eighth, form);
        allocator.addRegion(address + 4 * eighth, 4 * eighth);
        allocator.extendRegion(address + eighth, eighth, eighth);
        return allocator;
    }

    @Nested
    final class Regions extends Form {
        Regions() {
            super(TlsfOptions.DEFAULT);
        }

        @Override
        TlsfAllocator over(long address, long byteSize, TlsfOptions form) {
            return overRegions(address, byteSize, form);
        }
    }

    @Nested
    final class RegionsTrusting extends Form {
        RegionsTrusting() {
            super(TlsfOptions.DEFAULT.trusting());
        }

        @Override
        TlsfAllocator over(long address, long byteSize, TlsfOptions form) {
            return overRegions(address, byteSize, form);
        }
    }
}
