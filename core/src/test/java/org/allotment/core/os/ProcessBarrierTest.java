package org.allotment.core.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ProcessBarrierTest {
    /** What it does to others is shown by the litmus tests: here only that the call is the right one. */
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void isThereOnLinuxAndWorksMoreThanOnce() {
        assertThat(ProcessBarrier.isAvailable()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(ProcessBarrier.issue()).isTrue();
        }
    }

    @Test
    @EnabledOnOs({OS.MAC, OS.WINDOWS})
    void isNotThereElsewhereAndSaysSo() {
        assertThat(ProcessBarrier.isAvailable()).isFalse();
        assertThat(ProcessBarrier.issue()).isFalse();
    }
}
