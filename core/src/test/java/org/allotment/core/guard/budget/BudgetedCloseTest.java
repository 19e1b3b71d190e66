package org.allotment.core.guard.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.allotment.core.Allocator;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.source.ComplainingSource;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a charge when an allocator is closed that cannot, or will not, be closed. */
final class BudgetedCloseTest {
    private final Budget root = Budget.root("root", Budget.UNLIMITED);
    private final ComplainingSource source = new ComplainingSource();

    private BudgetedSizeAware tlsf(MemorySource memory, long credit) {
        return new BudgetedSizeAware(TlsfAllocator.create(memory, TlsfOptions.DEFAULT), root, credit);
    }

    @AfterEach
    void nothingIsLeft() {
        BudgetCheck.check(root);
        root.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4_096})
    void aCloseThatFailsGivesTheChargeBackOnce(long credit) {
        BudgetedSizeAware other = tlsf(MemoryMapSource.create(), 0);
        other.allocate(3_000, 8);
        long kept = root.used();
        BudgetedSizeAware failing = tlsf(source, credit);
        failing.allocate(20_000, 8);
        failing.allocate(100, 8);
        assertThat(root.used()).isGreaterThan(kept + 20_000);
        assertThatThrownBy(failing::close).isInstanceOf(UncheckedIOException.class);
        assertThat(root.used()).isEqualTo(kept);
        assertThat(root.children()).containsExactly(other.account().budget());
        failing.close();
        assertThat(root.used()).isEqualTo(kept);
        other.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4_096})
    void enginesWhoseBlocksFollowFromTheirSizesDoNoLess(long credit) {
        BitSetAllocator bits = BitSetAllocator.checked(source, 1 << 16, 64);
        BudgetedAllocator failing = new BudgetedAllocator(bits, bits::usableBytes, root, credit);
        failing.allocate(1_000, 8);
        assertThatThrownBy(failing::close).isInstanceOf(UncheckedIOException.class);
        assertThat(root.used()).isZero();
        failing.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4_096})
    void aStrangerWhoClosesChangesNothing(long credit) {
        BudgetedSizeAware allocator = tlsf(MemoryMapSource.create(), credit);
        long block = allocator.allocate(20_000, 8);
        BudgetUsage before = root.usage();
        CompletableFuture.runAsync(() -> assertThatIllegalStateException().isThrownBy(allocator::close))
                .join();
        assertThat(root.usage()).isEqualTo(before);
        BudgetCheck.checkAtRest(allocator);
        allocator.free(block, 20_000, 8);
        allocator.close();
    }

    /** Switchable allocators do that while a thread is in a context. */
    @ParameterizedTest
    @ValueSource(longs = {0, 4_096})
    void anAllocatorThatRefusesToBeClosedKeepsItsCharge(long credit) {
        AtomicBoolean inUse = new AtomicBoolean(true);
        BitSetAllocator bits = BitSetAllocator.checked(MemoryMapSource.create(), 1 << 16, 64);
        BudgetedAllocator allocator = new BudgetedAllocator(reluctant(bits, inUse), bits::usableBytes, root, credit);
        allocator.allocate(1_000, 8);
        BudgetUsage before = root.usage();
        assertThatIllegalStateException().isThrownBy(allocator::close);
        assertThat(root.usage()).isEqualTo(before);
        BudgetCheck.checkAtRest(allocator);
        inUse.set(false);
        allocator.close();
    }

    private static Allocator reluctant(Allocator engine, AtomicBoolean inUse) {
        return (Allocator) Proxy.newProxyInstance(
                Allocator.class.getClassLoader(), new Class<?>[] {Allocator.class}, (_, method, arguments) -> {
                    if (inUse.get() && method.getName().equals("close")) {
                        throw new IllegalStateException("in use");
                    }
                    return method.invoke(engine, arguments);
                });
    }
}
