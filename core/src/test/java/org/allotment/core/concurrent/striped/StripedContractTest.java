package org.allotment.core.concurrent.striped;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfCheck;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** A striped allocator keeps the whole contract of the engines within. */
final class StripedContractTest {
    abstract static class Form extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();

        abstract Allocator striped(long byteSize, MemorySource source);

        @Override
        public final Allocator create(long byteSize) {
            long address = arena.allocate(byteSize, PageMap.GRANULE).address();
            return striped(byteSize, new RegionSource(address, byteSize, PageMap.GRANULE));
        }

        @Override
        public void check(Allocator allocator) {
            StripedAllocator striped = (StripedAllocator) allocator;
            StripedCheck.check(striped);
            for (Stripe stripe : striped.stripes()) {
                if (!stripe.lock().tryLock()) {
                    throw new AssertionError("a call left a lock held, stripe=" + stripe.index());
                }
                if (stripe.engine() instanceof TlsfAllocator tlsf) {
                    TlsfCheck.verify(tlsf);
                }
                stripe.lock().unlock();
            }
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.allOf(Trait.class);
        }

        /** What an engine would refuse, its lock makes safe. */
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
    final class SpinningTlsf extends Form {
        @Override
        Allocator striped(long byteSize, MemorySource source) {
            TlsfOptions options = TlsfOptions.DEFAULT.withoutOwner().growingBy(1 << 16);
            return new StripedSizeAware(3, SpinLock::new, source, pieces -> TlsfAllocator.create(pieces, options));
        }
    }

    @Nested
    final class QueuedBitSets extends Form {
        @Override
        Allocator striped(long byteSize, MemorySource source) {
            return new StripedAllocator(
                    2,
                    QueuedLock::new,
                    source,
                    pieces -> BitSetAllocator.checkedWithoutOwner(pieces, byteSize / 2, 64));
        }
    }
}
