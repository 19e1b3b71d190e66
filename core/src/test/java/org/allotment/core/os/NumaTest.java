package org.allotment.core.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Objects;
import org.allotment.core.os.NumaPolicy.Mode;
import org.allotment.core.os.NumaPolicy.Numbering;
import org.allotment.core.os.NumaPolicy.Residents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies of mappings and threads, read back from the kernel; one node is enough. */
final class NumaTest {
    private static final long BYTES = 64 << 10;

    private final VirtualMemory memory = VirtualMemory.system();
    private long address;

    @BeforeEach
    void map() {
        assumeTrue(Numa.currentNode() >= 0, "no system calls for nodes here");
        address = memory.map(BYTES);
        assumeTrue(memory.policyAt(address).errno() == 0, "the kernel is built without nodes");
    }

    @AfterEach
    void unmap() {
        if (address > 0) {
            assertThat(memory.unmap(address, BYTES)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theKernelReadsBackEveryMode(Mode mode) {
        NumaPolicy policy = takesNodes(mode) ? NumaPolicy.of(mode, 0) : NumaPolicy.of(mode);
        assertThat(memory.bind(address, BYTES, policy)).isZero();
        assertThat(memory.policyAt(address)).isEqualTo(new NumaPolicy.Reading(0, policy));
    }

    @ParameterizedTest
    @EnumSource(Numbering.class)
    void theKernelReadsBackEveryNumbering(Numbering numbering) {
        NumaPolicy policy = NumaPolicy.of(Mode.BIND, 0).numbered(numbering);
        assertThat(memory.bind(address, BYTES, policy)).isZero();
        assertThat(memory.policyAt(address)).isEqualTo(new NumaPolicy.Reading(0, policy));
    }

    @ParameterizedTest
    @EnumSource(Residents.class)
    void pagesThatExistMayStayOrMove(Residents residents) {
        assertThat(memory.advise(address, BYTES, VirtualMemory.Advice.POPULATE)).isZero();
        NumaPolicy policy = NumaPolicy.of(Mode.BIND, 0).withResidents(residents);
        assertThat(memory.bind(address, BYTES, policy)).isZero();
        NumaPolicy read = Objects.requireNonNull(memory.policyAt(address).policy());
        assertThat(policy.choosesLike(read)).isTrue();
        assertThat(policy.choosesLike(read.numbered(Numbering.STATIC))).isFalse();
    }

    @Test
    void aPolicyThatTheKernelRefusesIsAnErrorNumber() {
        assertThat(memory.bind(address, BYTES, NumaPolicy.of(Mode.BIND))).isEqualTo(VirtualMemory.EINVAL);
        assertThat(memory.bind(address, BYTES, NumaPolicy.of(Mode.DEFAULT, 0))).isEqualTo(VirtualMemory.EINVAL);
        assertThat(memory.bind(address, BYTES, NumaPolicy.of(Mode.BIND, 32_767)))
                .isEqualTo(VirtualMemory.EINVAL);
        assertThat(memory.bind(address + 1, BYTES, NumaPolicy.of(Mode.LOCAL))).isEqualTo(VirtualMemory.EINVAL);
        assertThat(memory.policyAt(1).errno()).isEqualTo(14);
    }

    @Test
    void aThreadCanHaveAPolicyOfItsOwn() throws InterruptedException {
        NumaPolicy.Reading before = Numa.threadPolicy();
        NumaPolicy policy = NumaPolicy.of(Mode.INTERLEAVE, 0).numbered(Numbering.STATIC);
        NumaPolicy.Reading[] seen = new NumaPolicy.Reading[2];
        int[] errnos = new int[2];
        Thread thread = new Thread(() -> {
            errnos[0] = Numa.bindThread(policy);
            seen[0] = Numa.threadPolicy();
            errnos[1] = Numa.bindThread(NumaPolicy.of(Mode.DEFAULT));
            seen[1] = Numa.threadPolicy();
        });
        thread.start();
        thread.join();
        assertThat(errnos).containsExactly(0, 0);
        assertThat(seen)
                .containsExactly(
                        new NumaPolicy.Reading(0, policy), new NumaPolicy.Reading(0, NumaPolicy.of(Mode.DEFAULT)));
        assertThat(Numa.threadPolicy()).isEqualTo(before);
    }

    @Test
    void aThreadRunsSomewhere() {
        assertThat(Numa.currentProcessor()).isBetween(0, 1 << 16);
        assertThat(Numa.currentNode()).isBetween(0, 1 << 10);
    }

    @Test
    void aMaskIsAsLongAsItsHighestNodeNeeds() {
        assertThat(NodeMask.of().maxNode()).isZero();
        assertThat(NodeMask.of(0).maxNode()).isEqualTo(65);
        assertThat(NodeMask.of(63, 0).words()).containsExactly(1 | 1L << 63);
        assertThat(NodeMask.of(64).maxNode()).isEqualTo(129);
        assertThat(NodeMask.of(3, 200).words()).containsExactly(8, 0, 0, 1L << 8);
        assertThat(NodeMask.of(3, 200)).hasToString("[3,200]").isEqualTo(NodeMask.ofWords(8, 0, 0, 1L << 8, 0));
        assertThat(NodeMask.of(200).contains(200)).isTrue();
        assertThat(NodeMask.of(200).contains(8)).isFalse();
        assertThat(NodeMask.of(200).contains(-1)).isFalse();
        assertThat(NodeMask.of(200).contains(1 << 20)).isFalse();
        assertThat(NodeMask.ofWords(0, 0).isEmpty()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> NodeMask.of(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> NodeMask.of(32_768));
    }

    private static boolean takesNodes(Mode mode) {
        return mode != Mode.DEFAULT && mode != Mode.LOCAL;
    }
}
