package org.allotment.harness.nightly.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
    private long total;
    private volatile String tail = "";

    BoundedLog(InputStream source, Path file) {
        this.source = source;
        this.file = file;
    }

    /** Reads to the end of the stream; a stream that is closed under it has ended. */
    @Override
    public void run() {
        try (var out = Files.newOutputStream(file)) {
            copy(out);
            finish(out);
        } catch (IOException _) {
            tail = tailText();
        }
    }

    /** The last lines, once the stream has ended. */
    String tail() {
        return tail;
    }

    private void copy(OutputStream out) throws IOException {
        var chunk = new byte[8192];
        try {
            for (var count = source.read(chunk); count >= 0; count = source.read(chunk)) {
                keep(chunk, count, out);
            }
        } catch (IOException closed) {
            if (total == 0) {
                out.write(("output lost, cause=" + closed.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void keep(byte[] chunk, int count, OutputStream out) throws IOException {
        var toHead = Math.clamp(HALF - total, 0, count);
        out.write(chunk, 0, toHead);
        for (var i = 0; i < count; i++) {
            ring[(int) ((total + i) % HALF)] = chunk[i];
        }
        total += count;
    }

    private void finish(OutputStream out) throws IOException {
        tail = tailText();
        if (total > 2L * HALF) {
            out.write(("\n[" + (total - 2L * HALF) + " bytes left out]\n").getBytes(StandardCharsets.UTF_8));
        }
        if (total > HALF) {
            writeRing(out, (int) Math.min(total - HALF, HALF));
        }
    }

    private void writeRing(OutputStream out, int count) throws IOException {
        var start = (int) ((total - count) % HALF);
        var first = Math.min(count, HALF - start);
        out.write(ring, start, first);
        out.write(ring, 0, count - first);
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
