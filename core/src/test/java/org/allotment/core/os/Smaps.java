package org.allotment.core.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the kernel says of the mapping at an address, from {@code /proc/self/smaps}.
 *
 * @param start first address of the kernel's mapping, which may join several of ours
 * @param end address behind it
 * @param flags two letters each: {@code dd} not dumped, {@code lo} locked, {@code hg} huge pages advised, {@code nr}
 *     not reserved, {@code ht} from the pool of huge pages
 * @param residentBytes bytes in physical memory
 */
public record Smaps(long start, long end, Set<String> flags, long residentBytes) {
    private static final Path FILE = Path.of("/proc/self/smaps");

    public static boolean isSupported() {
        return Files.isReadable(FILE) && lines().stream().anyMatch(line -> line.startsWith("VmFlags:"));
    }

    public static Smaps at(long address) {
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            if (covers(lines.get(i), address)) {
                return read(lines, i);
            }
        }
        throw new AssertionError("nothing is mapped there, address=" + address);
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Smaps read(List<String> lines, int header) {
        Set<String> flags = Set.of();
        long residentBytes = 0;
        for (int i = header + 1; i < lines.size() && !isHeader(lines.get(i)); i++) {
            String line = lines.get(i);
            if (line.startsWith("Rss:")) {
                residentBytes =
                        Long.parseLong(line.substring(4).replace("kB", "").strip()) << 10;
            } else if (line.startsWith("VmFlags:")) {
                flags = Arrays.stream(line.substring(8).strip().split(" ", -1)).collect(Collectors.toSet());
            }
        }
        return new Smaps(start(lines.get(header)), end(lines.get(header)), flags, residentBytes);
    }

    private static boolean isHeader(String line) {
        return line.matches("[0-9a-f]+-[0-9a-f]+ .*");
    }

    private static boolean covers(String line, long address) {
        return isHeader(line)
                && Long.compareUnsigned(start(line), address) <= 0
                && Long.compareUnsigned(address, end(line)) < 0;
    }

    private static long start(String header) {
        return Long.parseUnsignedLong(header.substring(0, header.indexOf('-')), 16);
    }

    private static long end(String header) {
        return Long.parseUnsignedLong(header.substring(header.indexOf('-') + 1, header.indexOf(' ')), 16);
    }
}
