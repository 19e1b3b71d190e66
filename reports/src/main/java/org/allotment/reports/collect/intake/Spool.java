package org.allotment.reports.collect.intake;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.store.write.SpooledPart;

/**
 * The parts of one upload on the disk, compressed, so that neither memory nor disk holds what they unpack to.
 * File names are this class's own and never the sender's.
 */
public final class Spool implements AutoCloseable {
    private static final String PREFIX = "allotment-upload-";

    private final Path folder;
    private final List<SpooledPart> parts = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** In a fresh temporary folder. */
    public Spool() throws IOException {
        folder = Files.createTempDirectory(PREFIX);
    }

    /**
     * Removes what servers left that were killed during an upload; what cannot be removed stays.
     *
     * @param temporary the folder that spools lie in
     * @param before    newer ones may be another server's that is alive
     */
    public static void removeLeft(Path temporary, Instant before) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : left) {
                remove(folder, before);
            }
        }
    }

    private static void remove(Path folder, Instant before) {
        try {
            // The folder is everybody's: a link in it leads to what is not ours.
            boolean real = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
            if (real && Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                empty(folder);
                Files.deleteIfExists(folder);
            }
        } catch (IOException anothers) {
            // Gone by now, or another user's: neither is ours to remove.
        }
    }

    private static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Takes one part to its end. */
    void add(String name, Source source) throws IOException {
        Path file = folder.resolve("part-" + parts.size() + ".gz");
        MessageDigest digest = Hashes.sha256();
        OutputStream packed = new QuickGzip(new BufferedOutputStream(Files.newOutputStream(file)));
        try (CountingOutput out = new CountingOutput(new DigestOutputStream(packed, digest))) {
            source.writeTo(out);
            int index = counts.merge(name, 1, Integer::sum) - 1;
            parts.add(new SpooledPart(name, index, HexFormat.of().formatHex(digest.digest()), out.written(), file));
        }
    }

    /** The parts in the order in which they came. */
    public List<SpooledPart> parts() {
        return List.copyOf(parts);
    }

    /** How many parts there are. */
    int size() {
        return parts.size();
    }

    /** Whether there is a part of this name. */
    boolean holds(String name) {
        return counts.containsKey(name);
    }

    /** Little effort: a sender waits for it, and what is hostile must be refused soon. */
    private static final class QuickGzip extends GZIPOutputStream {
        private static final int BUFFER = 16 << 10;

        QuickGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Writes one part. */
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final class CountingOutput extends FilterOutputStream {
        private long written;

        CountingOutput(OutputStream out) {
            super(out);
        }

        long written() {
            return written;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written += length;
        }
    }

    @Override
    public void close() throws IOException {
        empty(folder);
        Files.deleteIfExists(folder);
    }
}
