package org.allotment.harness.nightly.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the beginning and the end of what a child prints and drops the middle, so that no child fills the disk. The
 * beginning is on the disk as it comes; the end follows when the stream ends.
 */
final class BoundedLog implements Runnable {

    /** Bytes kept of the beginning, and again of the end. */
    static final int HALF = 256 * 1024;

    private final InputStream source;
    private final Path file;
    private final byte[] ring = new byte[HALF];
    private @Nullable OutputStream out;
    private long total;
    private volatile String tail = "";

    BoundedLog(InputStream source, Path file) {
        this.source = source;
        this.file = file;
    }

    /**
     * Reads to the end of the stream; a stream that is closed under it has ended. It reads on where the disk takes no more:
     * a child whose output nobody reads would hang.
     */
    @Override
    public void run() {
        try {
            out = Files.newOutputStream(file);
        } catch (IOException _) {
            // the last lines are kept in memory, and say why a child failed
        }
        copy();
        tail = tailText();
        finish();
        close();
    }

    /** The last lines, once the stream has ended. */
    String tail() {
        return tail;
    }

    private void copy() {
        var chunk = new byte[8192];
        try {
            for (var count = source.read(chunk); count >= 0; count = source.read(chunk)) {
                keep(chunk, count);
            }
        } catch (IOException closed) {
            if (total == 0) {
                write("output lost, cause=" + closed.getMessage() + "\n");
            }
        }
    }

    private void keep(byte[] chunk, int count) {
        write(chunk, 0, Math.clamp(HALF - total, 0, count));
        for (var i = 0; i < count; i++) {
            ring[(int) ((total + i) % HALF)] = chunk[i];
        }
        total += count;
    }

    private void finish() {
        if (total > 2L * HALF) {
            write("\n[" + (total - 2L * HALF) + " bytes left out]\n");
        }
        if (total > HALF) {
            writeRing((int) Math.min(total - HALF, HALF));
        }
    }

    private void writeRing(int count) {
        var start = (int) ((total - count) % HALF);
        var first = Math.min(count, HALF - start);
        write(ring, start, first);
        write(ring, 0, count - first);
    }

    private void write(String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int from, int count) {
        if (out != null) {
            try {
                out.write(bytes, from, count);
            } catch (IOException _) {
                close();
            }
        }
    }

    private void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException _) {
                // what is lost of a log is lost
            }
            out = null;
        }
    }

    private String tailText() {
        var count = (int) Math.min(total, 4096);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) {
            bytes[i] = ring[(int) ((total - count + i) % HALF)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
