package org.allotment.core.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.allotment.core.memory.RawAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The system's calls and the fallback, behind one interface. */
final class VirtualMemoryTest {
    private static final int ENOMEM = 12;

    static Stream<VirtualMemory> all() {
        return Stream.of(VirtualMemory.system(), new ArenaMemory());
    }

    @ParameterizedTest
    @MethodSource("all")
    void mapsZeroedPagesThatCanBeWritten(VirtualMemory memory) {
        long bytes = 16 * memory.pageSize();
        long address = memory.map(bytes);
        assertThat(address).isPositive();
        assertThat(address % memory.pageSize()).isZero();
        for (long at = address; at < address + bytes; at += 8) {
            assertThat(RawAccess.getLong(at)).isZero();
            RawAccess.putLong(at, at);
        }
        assertThat(memory.unmap(address, bytes)).isZero();
    }

    @ParameterizedTest
    @MethodSource("all")
    void answersAnErrorNumberInsteadOfThrowing(VirtualMemory memory) {
        assertThat(memory.map(1L << 60)).isNegative();
        assertThat(memory.map(0)).isLessThanOrEqualTo(0);
        assertThat(memory.unmap(1, memory.pageSize())).isPositive();
        assertThat(Long.bitCount(memory.pageSize())).isEqualTo(1);
    }

    @Test
    void linuxSaysNoMemoryForWhatExceedsTheAddressSpace() {
        assumeTrue(VirtualMemory.system().isNative());
        assertThat(VirtualMemory.system().map(1L << 60)).isEqualTo(-ENOMEM);
    }

    @Test
    void unmapsAPartAndForgetsItsContents() {
        VirtualMemory memory = VirtualMemory.system();
        assumeTrue(memory.isNative());
        long page = memory.pageSize();
        long address = memory.map(3 * page);
        RawAccess.putLong(address, 42);
        RawAccess.putLong(address + 2 * page, 43);
        assertThat(memory.unmap(address + page, page)).isZero();
        assertThat(RawAccess.getLong(address)).isEqualTo(42);
        assertThat(memory.advise(address, page, VirtualMemory.Advice.DISCARD)).isZero();
        assertThat(RawAccess.getLong(address)).isZero();
        assertThat(RawAccess.getLong(address + 2 * page)).isEqualTo(43);
        assertThat(memory.unmap(address, page)).isZero();
        assertThat(memory.unmap(address + 2 * page, page)).isZero();
    }

    @Test
    void remapsWithTheContents() {
        VirtualMemory memory = VirtualMemory.system();
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        long page = memory.pageSize();
        long address = memory.map(page);
        RawAccess.putLong(address, 42);
        long larger = memory.remap(address, page, 100 * page, true);
        assertThat(larger).isPositive();
        assertThat(RawAccess.getLong(larger)).isEqualTo(42);
        RawAccess.putLong(larger + 99 * page, 1);
        assertThat(memory.remap(larger, 100 * page, page, false)).isEqualTo(larger);
        assertThat(memory.unmap(larger, page)).isZero();
    }

    @Test
    void theFallbackSaysWhatItCannotDo() {
        ArenaMemory memory = new ArenaMemory();
        long address = memory.map(8_192);
        assertThat(memory.isNative()).isFalse();
        assertThat(memory.unmap(address, 4_096)).isEqualTo(VirtualMemory.EINVAL);
        assertThat(memory.advise(address, 4_096, VirtualMemory.Advice.DISCARD)).isEqualTo(VirtualMemory.ENOSYS);
        assertThat(memory.remap(address, 8_192, 16_384, true)).isEqualTo(-VirtualMemory.ENOSYS);
        assertThat(memory.lock(address, 8_192)).isEqualTo(VirtualMemory.ENOSYS);
        assertThat(memory.unlock(address, 8_192)).isEqualTo(VirtualMemory.ENOSYS);
        NumaPolicy local = NumaPolicy.of(NumaPolicy.Mode.LOCAL);
        assertThat(memory.bind(address, 8_192, local)).isEqualTo(VirtualMemory.ENOSYS);
        assertThat(memory.policyAt(address)).isEqualTo(new NumaPolicy.Reading(VirtualMemory.ENOSYS, null));
        assertThat(memory.reserve(8_192, new Reservation(0, true, false))).isEqualTo(-VirtualMemory.ENOSYS);
        assertThat(memory.reserve(2 << 20, new Reservation(2 << 20, false, false)))
                .isEqualTo(-VirtualMemory.ENOSYS);
        assertThat(memory.honoursNoReserve()).isFalse();
        assertThat(memory.transparentHugePageSize() + memory.pooledHugePageSize())
                .isZero();
        assertThat(memory.unmap(address, 8_192)).isZero();
        assertThat(memory.unmap(address, 8_192)).isEqualTo(VirtualMemory.EINVAL);
    }
}
