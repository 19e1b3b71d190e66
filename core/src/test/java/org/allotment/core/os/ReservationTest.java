package org.allotment.core.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.allotment.core.memory.RawAccess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reserved pages, and flags that the kernel is asked to confirm. */
final class ReservationTest {
    private static final long BYTES = 64 << 10;

    private final VirtualMemory memory = VirtualMemory.system();

    static Stream<VirtualMemory> all() {
        return Stream.of(VirtualMemory.system(), new ArenaMemory());
    }

    @BeforeEach
    void onLinux() {
        assumeTrue(Smaps.isSupported() && memory.isNative());
    }

    @ParameterizedTest
    @MethodSource("all")
    void reservedPagesCanBeUsedOnceTheyAreCommitted(VirtualMemory any) {
        long address = any.reserve(BYTES, Reservation.PLAIN);
        assertThat(address).isPositive();
        assertThat(any.commit(address, BYTES)).isZero();
        assertThat(RawAccess.getLong(address)).isZero();
        RawAccess.putLong(address + BYTES - 8, 5);
        assertThat(any.unmap(address, BYTES)).isZero();
    }

    @Test
    void aReservationHasNoAccessAndTakesNoMemory() {
        long address = memory.reserve(BYTES, Reservation.PLAIN);
        assertThat(Smaps.at(address).flags()).doesNotContain("rd", "wr", "nr");
        assertThat(Smaps.residentBytes(address, BYTES)).isZero();
        assertThat(memory.commit(address, BYTES)).isZero();
        assertThat(Smaps.at(address).flags()).contains("rd", "wr");
        assertThat(memory.unmap(address, BYTES)).isZero();
    }

    @Test
    void theKernelNotesThatNothingIsReserved() {
        long address = memory.reserve(BYTES, new Reservation(0, false, true));
        assertThat(Smaps.at(address).flags().contains("nr")).isEqualTo(memory.honoursNoReserve());
        assertThat(memory.unmap(address, BYTES)).isZero();
    }

    @Test
    void eachAdviceTakesEffectOnItsOwn() {
        assumeTrue(memory.transparentHugePageSize() > 0, "switched off here");
        long address = memory.map(BYTES);
        assertThat(memory.advise(address, BYTES, VirtualMemory.Advice.EXCLUDE_FROM_DUMPS))
                .isZero();
        assertThat(Smaps.at(address).flags()).contains("dd").doesNotContain("hg");
        assertThat(memory.advise(address, BYTES, VirtualMemory.Advice.HUGE_PAGES))
                .isZero();
        assertThat(Smaps.at(address).flags()).contains("dd", "hg");
        assertThat(memory.unmap(address, BYTES)).isZero();
    }

    @Test
    void populatedPagesArePresent() {
        long address = memory.map(BYTES);
        assertThat(Smaps.residentBytes(address, BYTES)).isZero();
        int errno = memory.advise(address, BYTES, VirtualMemory.Advice.POPULATE);
        assumeTrue(errno != VirtualMemory.EINVAL, "the kernel is older than 5.14");
        assertThat(errno).isZero();
        assertThat(Smaps.residentBytes(address, BYTES)).isEqualTo(BYTES);
        assertThat(memory.unmap(address, BYTES)).isZero();
    }

    @Test
    void lockedPagesArePresentAndMarked() {
        long address = memory.map(BYTES);
        assumeTrue(memory.lock(address, BYTES) == 0, "this process may not lock so much");
        assertThat(Smaps.at(address).flags()).contains("lo");
        assertThat(Smaps.residentBytes(address, BYTES)).isEqualTo(BYTES);
        assertThat(memory.unlock(address, BYTES)).isZero();
        assertThat(Smaps.at(address).flags()).doesNotContain("lo");
        assertThat(memory.unmap(address, BYTES)).isZero();
    }

    @Test
    void hugePagesThatTheSystemLacksAreAnErrorNumber() {
        long strange = 32L << 10;
        assertThat(memory.reserve(strange, new Reservation(strange, false, false)))
                .isEqualTo(-VirtualMemory.EINVAL);
        assertThat(memory.commit(4_096, memory.pageSize())).isPositive();
        assertThat(Long.bitCount(memory.pooledHugePageSize())).isLessThanOrEqualTo(1);
        assertThat(Long.bitCount(memory.transparentHugePageSize())).isLessThanOrEqualTo(1);
    }
}
