package org.allotment.core.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the kernel says of the mapping at an address, from {@code /proc/self/smaps}, and of single pages, from
 * {@code /proc/self/pagemap}.
 *
 * @param start first address of the kernel's mapping, which may join several of ours
 * @param end address behind it
 * @param flags two letters each: {@code dd} not dumped, {@code lo} locked, {@code hg} huge pages advised, {@code nr}
 *     not reserved, {@code ht} from the pool of huge pages
 */
public record Smaps(long start, long end, Set<String> flags) {
    private static final Path FILE = Path.of("/proc/self/smaps");
    private static final Path PAGES = Path.of("/proc/self/pagemap");

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

    /**
     * The bytes of a range that are in physical memory. Counted page by page: what the kernel says of a whole mapping
     * has in it whatever of the same kind happens to lie beside the range.
     */
    public static long residentBytes(long address, long byteSize) {
        long pageSize = VirtualMemory.system().pageSize();
        long first = address / pageSize;
        int pages = Math.toIntExact((address + byteSize + pageSize - 1) / pageSize - first);
        ByteBuffer entries = ByteBuffer.allocate(pages * Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel file = FileChannel.open(PAGES)) {
            if (file.read(entries, first * Long.BYTES) != entries.capacity()) {
                throw new AssertionError("the table of pages ends early, address=" + address);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return pageSize * Arrays.stream(words(entries)).filter(Smaps::isPresent).count();
    }

    /** The topmost bit of a page's entry says that it is in memory. */
    private static boolean isPresent(long entry) {
        return entry < 0;
    }

    private static long[] words(ByteBuffer entries) {
        long[] words = new long[entries.capacity() / Long.BYTES];
        entries.flip().asLongBuffer().get(words);
        return words;
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
        for (int i = header + 1; i < lines.size() && !isHeader(lines.get(i)); i++) {
            String line = lines.get(i);
            if (line.startsWith("VmFlags:")) {
                flags = Arrays.stream(line.substring(8).strip().split(" ", -1)).collect(Collectors.toSet());
            }
        }
        return new Smaps(start(lines.get(header)), end(lines.get(header)), flags);
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
