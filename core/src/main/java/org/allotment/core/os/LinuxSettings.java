package org.allotment.core.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the administrator has set that makes the kernel accept a wish and not grant it; read anew at each call. */
final class LinuxSettings {
    private static final Path TRANSPARENT = Path.of("/sys/kernel/mm/transparent_hugepage");

    private LinuxSettings() {}

    /** Tells whether every mapping is counted in full, so that {@code MAP_NORESERVE} is ignored. */
    static boolean countsEverything() {
        return firstLine(Path.of("/proc/sys/vm/overcommit_memory"))
                .map("2"::equals)
                .orElse(false);
    }

    /** Size of a transparent huge page; 0 when there are none, for this system or for this process. */
    static long transparentHugePageSize() {
        boolean never = firstLine(TRANSPARENT.resolve("enabled"))
                .map(text -> text.contains("[never]"))
                .orElse(true);
        boolean disabledHere = field(Path.of("/proc/self/status"), "THP_enabled:")
                .map("0"::equals)
                .orElse(false);
        if (never || disabledHere) {
            return 0;
        }
        return firstLine(TRANSPARENT.resolve("hpage_pmd_size"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    /** Size of a page of the pool of huge pages that a request gets which names none; 0 when there is no such pool. */
    static long pooledHugePageSize() {
        return field(Path.of("/proc/meminfo"), "Hugepagesize:")
                .map(text -> Long.parseLong(text.replace("kB", "").strip()) << 10)
                .orElse(0L);
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readAllLines(file).stream().findFirst().map(String::strip);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static Optional<String> field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(name.length()).strip());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
