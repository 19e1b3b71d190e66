package org.allotment.harness.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @TempDir
    private Path root;

    private void file(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aHostIsReadFromItsFiles() throws IOException {
        file(
                "proc/cpuinfo",
                "processor\t: 0\nmodel name\t: Example 9000\nmicrocode\t: 0xa1\nsiblings\t: 8\ncpu cores\t: 4\n");
        file("proc/meminfo", "MemTotal:       24684092 kB\nMemFree: 1 kB\n");
        file("proc/sys/kernel/hostname", "bench-1\n");
        file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        file("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
        file(".dockerenv", "");
        var machine = Machine.read(new SystemFiles(root), "lab");
        assertThat(machine.cpuModel()).isEqualTo("Example 9000");
        assertThat(machine.microcode()).isEqualTo("0xa1");
        assertThat(machine.threadsPerCore()).isEqualTo(2);
        assertThat(machine.memoryBytes()).isEqualTo(24684092L * 1024);
        assertThat(machine.host()).isEqualTo("bench-1");
        assertThat(machine.governor()).isEqualTo("powersave");
        assertThat(machine.turbo()).isFalse();
        assertThat(machine.container()).isEqualTo("docker");
        assertThat(machine.label()).isEqualTo("lab");
    }

    @Test
    void whatTheKernelDoesNotShowIsNullAndNotGuessed() {
        var machine = Machine.read(new SystemFiles(root), null);
        assertThat(machine.cpuModel()).isNull();
        assertThat(machine.microcode()).isNull();
        assertThat(machine.threadsPerCore()).isNull();
        assertThat(machine.governor()).isNull();
        assertThat(machine.turbo()).isNull();
        assertThat(machine.memoryBytes()).isPositive();
        assertThat(ProcessorTime.read(new SystemFiles(root))).isEmpty();
    }

    @Test
    void stolenTimeIsAShareOfTheTimeThatPassed() throws IOException {
        file("proc/stat", "cpu  100 0 100 800 0 0 0 10 50 0\ncpu0 1 2 3\n");
        var before = ProcessorTime.read(new SystemFiles(root)).orElseThrow();
        file("proc/stat", "cpu  150 0 100 840 0 0 0 20 99 0\n");
        var after = ProcessorTime.read(new SystemFiles(root)).orElseThrow();
        assertThat(after.stealPercentSince(before)).isEqualTo(10.0);
        assertThat(before.stealPercentSince(before)).isZero();
    }

    @Test
    void loadIsThreeAverages() throws IOException {
        file("proc/loadavg", "0.10 0.20 0.30 2/300 12345\n");
        assertThat(LoadAverage.read(new SystemFiles(root))).containsExactly(0.1, 0.2, 0.3);
    }
}
