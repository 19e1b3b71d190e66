package org.allotment.core.concurrent.striped;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each invariant, broken on purpose, is found by the walk. */
final class StripedCheckTest {
    private final MemoryMapSource maps = MemoryMapSource.create();
    private final StripedSizeAware allocator = new StripedSizeAware(
            2, SpinLock::new, maps, source -> TlsfAllocator.create(source, TlsfOptions.DEFAULT.withoutOwner()));
    private final long block = allocator.allocate(100, 8);
    private final Stripe home = allocator.home(block);
    private final long piece = home.source().pieces().keySet().iterator().next();

    @BeforeEach
    void inOrder() {
        StripedCheck.check(allocator);
    }

    @Test
    void aGranuleOfNobodyBreaksT1() {
        allocator.owners().set(piece + PageMap.GRANULE, 1, null);
        finds("T1");
    }

    @Test
    void aGranuleOfAnotherStripeBreaksT1() {
        Stripe other = allocator.stripes()[1 - home.index()];
        allocator.owners().set(piece, 1, other.source());
        finds("T1");
    }

    @Test
    void aPieceOfTwoStripesBreaksT1() {
        Stripe other = allocator.stripes()[1 - home.index()];
        other.source().pieces().put(piece, PageMap.GRANULE);
        finds("T1");
    }

    @Test
    void aPieceThatGrewBreaksT2() {
        home.source().pieces().put(piece, PageMap.GRANULE);
        finds("T2");
    }

    @Test
    void moreThanThePiecesBreaksT3() {
        Stripe other = allocator.stripes()[1 - home.index()];
        other.hold(TlsfAllocator.over(maps.obtain(1 << 16, 1 << 14), 1 << 16, TlsfOptions.DEFAULT.withoutOwner()));
        finds("T3");
    }

    private void finds(String invariant) {
        assertThatThrownBy(() -> StripedCheck.check(allocator))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
        for (Stripe stripe : allocator.stripes()) {
            if (!stripe.lock().tryLock()) {
                throw new AssertionError("the walk left a lock held, stripe=" + stripe.index());
            }
            stripe.lock().unlock();
        }
    }
}
