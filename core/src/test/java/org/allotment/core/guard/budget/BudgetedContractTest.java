package org.allotment.core.guard.budget;

import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.concurrent.LockedSizeAware;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.RegionSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Nested;

/** A budgeted allocator keeps the whole contract of the allocator within, with room, and with as much as there is memory. */
final class BudgetedContractTest {
    abstract static class Form extends AllocatorContract {
        private Budget root = Budget.root("root", 0);

        abstract Allocator budgeted(long byteSize, Budget budget);

        /** The limit of the tree, where the memory is the given. */
        long limit(long byteSize) {
            return Budget.UNLIMITED;
        }

        @Override
        public final Allocator create(long byteSize) {
            root = Budget.root("root", limit(byteSize));
            return budgeted(byteSize, root.child("service", Budget.UNLIMITED));
        }

        @Override
        public void check(Allocator allocator) {
            BudgetCheck.checkAtRest((BudgetedAllocator) allocator);
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.allOf(Trait.class);
        }
    }

    private static long map(long byteSize) {
        return MemoryMapSource.create().obtain(byteSize, 4_096);
    }

    /** The limit refuses before the memory does. */
    @Nested
    final class TlsfAtItsLimit extends Form {
        @Override
        long limit(long byteSize) {
            return byteSize * 3 / 4;
        }

        @Override
        Allocator budgeted(long byteSize, Budget budget) {
            TlsfAllocator engine = TlsfAllocator.over(map(2 * byteSize), byteSize, TlsfOptions.DEFAULT);
            return new BudgetedSizeAware(engine, budget, 512);
        }
    }

    /** Rounds most of all, so that the rest of a block's bytes is often what is refused. */
    @Nested
    final class BuddiesAtTheirLimit extends Form {
        @Override
        long limit(long byteSize) {
            return byteSize * 3 / 4 + 1_000;
        }

        @Override
        Allocator budgeted(long byteSize, Budget budget) {
            BuddyAllocator engine = BuddyAllocator.over(map(byteSize), byteSize, BuddyOptions.DEFAULT.withoutOwner());
            return new BudgetedSizeAware(new LockedSizeAware(engine, new SpinLock()), budget, 0);
        }

        @Override
        public boolean hasOwner() {
            return false;
        }
    }

    @Nested
    final class SlabOnCredit extends Form {
        @Override
        Allocator budgeted(long byteSize, Budget budget) {
            RegionSource source = new RegionSource(map(byteSize), byteSize, 4_096);
            return new BudgetedSizeAware(SlabAllocator.checked(source), budget, 65_536);
        }
    }

    @Nested
    final class BitSetExact extends Form {
        @Override
        Allocator budgeted(long byteSize, Budget budget) {
            BitSetAllocator engine = BitSetAllocator.checked(MemoryMapSource.create(), byteSize, 64);
            return new BudgetedAllocator(engine, engine::usableBytes, budget, 0);
        }
    }

    @Nested
    final class BitSetOnCreditAtItsLimit extends Form {
        @Override
        long limit(long byteSize) {
            return byteSize * 3 / 4;
        }

        @Override
        Allocator budgeted(long byteSize, Budget budget) {
            BitSetAllocator engine = BitSetAllocator.checked(MemoryMapSource.create(), byteSize, 64);
            return new BudgetedAllocator(engine, engine::usableBytes, budget, 1_024);
        }
    }
}
