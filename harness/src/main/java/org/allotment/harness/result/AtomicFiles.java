package org.allotment.harness.result;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Files that appear under their final name only when they are complete and on the disk. */
public final class AtomicFiles {

    private AtomicFiles() {}

    /**
     * Writes beside, flushes, renames, flushes the directory.
     *
     * @throws IOException if any step fails; the final name then shows what it showed before
     */
    public static void write(Path file, byte[] content) throws IOException {
        var directory = directoryOf(file);
        Files.createDirectories(directory);
        var beside = Files.createTempFile(directory, file.getFileName() + ".", ".part");
        try {
            try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            flushDirectoryOf(file);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /**
     * Makes the name of a file in its directory durable.
     *
     * @throws IOException if the directory cannot be opened or flushed
     */
    public static void flushDirectoryOf(Path file) throws IOException {
        try (var channel = FileChannel.open(directoryOf(file), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
    }
}
