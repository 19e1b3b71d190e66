package org.allotment.harness.nightly.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nights on a file system that is really full, which {@link FullDiskProcess} runs where one may be mounted. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FullDiskTest {

    /** Pages of the least that a night writes: plan, journal, three results, three documents, the upload's answer. */
    private static final int LEAST_PAGES = 9;

    /** Mounts for this process tree only; what runs in it sees a disk of one mebibyte. */
    private static final List<String> ON_A_SMALL_DISK =
            List.of("unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c");

    private static final String MOUNT = "mount -t tmpfs -o size=1m none \"$0\" && exec \"$@\"";

    private static final String SAYS_SO = "printf %s \"$1\" | cat >\"$2\"";

    /** As a program does that writes through a stream which swallows failures. */
    private static final String SAYS_NOTHING = SAYS_SO + " 2>/dev/null; exit 0";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {SAYS_SO, SAYS_NOTHING})
    void aNightGoesOnWhereverTheDiskBecameFull(String child) throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        assumeMountable(disk);
        var said = run(
                disk,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FullDiskProcess.class.getName(),
                disk.toString(),
                child);
        var full = Pattern.compile("\nfull=(\\d+)\nexit=0$").matcher(said);
        assertThat(full.find()).as(said).isTrue();
        assertThat(Integer.parseInt(full.group(1))).as(said).isGreaterThanOrEqualTo(LEAST_PAGES);
    }

    private void assumeMountable(Path disk) throws InterruptedException {
        String said;
        try {
            said = run(disk, "true");
        } catch (IOException absent) {
            said = absent.getMessage();
        }
        assumeTrue("exit=0".equals(said), "no file system may be mounted here to be filled, reason=" + said);
    }

    private String run(Path disk, String... command) throws IOException, InterruptedException {
        var whole = new ArrayList<>(ON_A_SMALL_DISK);
        whole.add(MOUNT);
        whole.add(disk.toString());
        whole.addAll(List.of(command));
        var process = new ProcessBuilder(whole)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said + "exit=" + process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
