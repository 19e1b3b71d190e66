package org.allotment.core.context;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allotment.core.Allocator;
import org.allotment.core.LifetimeHint;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.memory.MemoryRange;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Breaks each invariant and expects the walk to name it. */
final class ContextCheckTest {
    private static final long BASE = 1L << 40;
    private static final long BYTES = 4_100;

    /** Four bytes of the region are lost at its end. */
    private final Allocator engine = BitSetAllocator.checked(new RegionSource(BASE, BYTES, 4), BYTES, 8);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void acceptsWhatIsWhole() {
        Allocator whole = BitSetAllocator.checked(new RegionSource(BASE, 4_096, 4), 4_096, 8);
        MemoryRange range = new MemoryRange(BASE, 4_096);
        assertThatCode(() -> ContextCheck.check(LifetimeHint.MEDIUM_LIVED, whole, range))
                .doesNotThrowAnyException();
    }

    @Test
    void findsAnEngineThatTheHintDoesNotChoose() {
        assertBroken("I1", LifetimeHint.SHORT_LIVED, new MemoryRange(BASE, BYTES));
        assertBroken("I1", LifetimeHint.LONG_LIVED, new MemoryRange(BASE, BYTES));
    }

    @Test
    void findsARangeThatIsNotTheRegion() {
        assertBroken("I2", LifetimeHint.MEDIUM_LIVED, new MemoryRange(BASE - 1, BYTES));
        assertBroken("I2", LifetimeHint.MEDIUM_LIVED, new MemoryRange(BASE + 1, BYTES));
        assertBroken("I2", LifetimeHint.MEDIUM_LIVED, new MemoryRange(BASE, 4_000));
    }

    @Test
    void findsBytesThatNobodyAccountsFor() {
        assertBroken("I3", LifetimeHint.MEDIUM_LIVED, new MemoryRange(BASE, BYTES - 1));
    }

    private void assertBroken(String invariant, LifetimeHint lifetime, MemoryRange range) {
        assertThatThrownBy(() -> ContextCheck.check(lifetime, engine, range))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
    }
}
