package org.allotment.stress.campaign.footprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Bytes of this process that are in memory, as Linux counts them; with a thread that remembers the most. */
final class Resident implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmRSS:";
    private static final long BYTES_PER_KIB = 1_024;
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Thread sampler = Thread.ofPlatform().daemon().name("resident").unstarted(this::sample);
    private volatile long peak;
    private volatile boolean closed;

    Resident() {
        sampler.start();
    }

    static boolean isKnown() {
        return Files.isReadable(STATUS);
    }

    static long now() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(LINE))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kib -> Long.parseLong(kib) * BYTES_PER_KIB)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no such line, file=" + STATUS + ", line=" + LINE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most since the start, up to now. */
    long peak() {
        return Math.max(peak, now());
    }

    private void sample() {
        while (!closed) {
            peak = Math.max(peak, now());
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
