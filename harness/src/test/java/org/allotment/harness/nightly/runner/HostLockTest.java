package org.allotment.harness.nightly.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.fake.FakeNight;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostLockTest {

    @TempDir
    private Path home;

    @Test
    void aSecondRunnerOfThisProcessIsBusyAndTheFirstKeepsTheLock() throws Exception {
        var file = home.resolve("lock");
        try (var first = HostLock.take(file)) {
            first.nameRun("r1");
            for (var i = 0; i < 3; i++) {
                assertThatThrownBy(() -> HostLock.take(file))
                        .isInstanceOfSatisfying(
                                RunProblem.class,
                                problem -> assertThat(problem.status()).isEqualTo(ExitStatus.BUSY))
                        .hasMessageContaining("pid=" + ProcessHandle.current().pid())
                        .hasMessageContaining("run=r1");
            }
        }
        HostLock.take(file).close();
    }

    @Test
    void askingWhoHoldsTheLockDoesNotLetItGo() throws Exception {
        var night = FakeNight.plan(home, FakeNight.cells("fake.A.short"), List.of());
        var alias = Files.createSymbolicLink(home.resolve("alias"), home);
        try (var first = HostLock.take(night.lockFile())) {
            first.nameRun("r1");
            for (var file : List.of(night.lockFile(), alias.resolve("lock"))) {
                assertThatThrownBy(() -> HostLock.take(file))
                        .isInstanceOf(RunProblem.class)
                        .hasMessageContaining("run=r1");
            }
            var other = runner("exit 1").redirectErrorStream(true).start();
            try {
                assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .contains("busy: another runner holds this host")
                        .contains("run=r1")
                        .doesNotContain("holding");
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aLinkInThePlaceOfTheLockIsNotFollowed() throws Exception {
        var precious = Files.writeString(home.resolve("precious"), "kept");
        var link = Files.createSymbolicLink(home.resolve("lock"), precious);
        assertThatThrownBy(() -> HostLock.take(link)).isInstanceOf(IOException.class);
        assertThat(precious).hasContent("kept");
        Files.delete(precious);
        assertThatThrownBy(() -> HostLock.take(link)).isInstanceOf(IOException.class);
        assertThat(precious).doesNotExist();
    }

    private ProcessBuilder runner(String script) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RunnerProcess.class.getName(),
                home.toString(),
                script);
    }

    @Test
    void anotherProcessIsNamedWhileItLivesAndItsLockEndsWithIt() throws Exception {
        var night = FakeNight.plan(home, FakeNight.cells("fake.A.long"), List.of());
        var runner = runner("sleep 600")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new BufferedReader(runner.inputReader(StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("holding");
            assertThatThrownBy(() -> HostLock.take(night.lockFile()))
                    .isInstanceOf(RunProblem.class)
                    .hasMessageContaining("busy: another runner holds this host, pid=" + runner.pid())
                    .hasMessageContaining("run=" + night.directory().id());
        } finally {
            runner.destroyForcibly().waitFor();
        }
        HostLock.take(night.lockFile()).close();
        new Strays(night.lockFile()).kill();
        assertThat(new Strays(night.lockFile()).kill()).isZero();
    }
}
