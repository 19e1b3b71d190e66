package org.allotment.stress.grade;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A file that appears under its name only when it is whole and on the disk.
 *
 * @param target its name
 * @param beside where it is written first
 */
record DocumentFile(Path target, Path beside) {
    /** Makes the folder and tries that it can be written to. */
    static DocumentFile claim(Path out) throws IOException {
        Path target = out.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        Files.createDirectories(folder(target));
        Files.write(beside, new byte[0]);
        Files.delete(beside);
        return new DocumentFile(target, beside);
    }

    /** Writes beside, flushes, renames, flushes the folder. */
    void write(String text) throws IOException {
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder(target), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path folder(Path target) {
        return Objects.requireNonNull(target.getParent(), "a file has a folder");
    }
}
