package org.allotment.core.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Room where {@code MAP_32BIT} looks: from 1 to 2 GiB. A JVM may have put its class space right there, at a place that it
 * draws, and then nothing is to be had.
 */
public final class LowAddresses {
    private static final long FROM = 1L << 30;
    private static final long TO = 1L << 31;

    private LowAddresses() {}

    /** Tells whether the system offers low addresses, and this process has so many in a row left. */
    public static boolean haveRoomFor(long bytes) throws IOException {
        Path maps = Path.of("/proc/self/maps");
        boolean offered = System.getProperty("os.arch").equals("amd64") && Files.isReadable(maps);
        return offered && longestGap(Files.readAllLines(maps)) >= bytes;
    }

    private static long longestGap(List<String> maps) {
        long longest = 0;
        long reached = FROM;
        for (String line : maps) {
            String[] range = line.substring(0, line.indexOf(' ')).split("-", -1);
            long start = Math.clamp(Long.parseUnsignedLong(range[0], 16), FROM, TO);
            long end = Math.clamp(Long.parseUnsignedLong(range[1], 16), FROM, TO);
            longest = Math.max(longest, start - reached);
            reached = Math.max(reached, end);
        }
        return Math.max(longest, TO - reached);
    }
}
