package org.allotment.harness.nightly.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.jspecify.annotations.Nullable;

/**
 * One runner per host: a lock that the kernel holds for the process and drops when it dies, however it dies. The file
 * also names the holder; its text is for people and decides nothing.
 */
public final class HostLock implements AutoCloseable {

    /** A second channel to the file in this process would drop the kernel's lock when closed, so it is never opened. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private HostLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** Where all users of this host meet. */
    public static Path defaultFile() {
        var shared = Path.of("/tmp");
        var folder = Files.isDirectory(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir", "."));
        return folder.resolve("allotment-nightly.lock");
    }

    /**
     * Takes the lock.
     *
     * @throws RunProblem naming the holder if another runner has it
     * @throws IOException if the file cannot be opened
     */
    public static HostLock take(Path file) throws IOException {
        var path = file.toAbsolutePath().normalize();
        if (!HELD.add(path)) {
            throw busy(path);
        }
        FileChannel channel = null;
        try {
            channel = open(path);
            var lock = channel.tryLock();
            if (lock == null) {
                throw busy(path);
            }
            writeHolder(channel, "none yet");
            return new HostLock(path, channel, lock);
        } catch (IOException | RuntimeException failure) {
            close(channel);
            HELD.remove(path);
            throw failure;
        }
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Without CREATE first: kernels refuse to create through another user's file in a sticky folder. */
    private static FileChannel open(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException _) {
            Files.createDirectories(path.getParent());
            var channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
            return channel;
        }
    }

    /** Names the run for which the lock is held. */
    public void nameRun(String runId) throws IOException {
        writeHolder(channel, runId);
    }

    private static void writeHolder(FileChannel channel, String runId) throws IOException {
        var holder = "pid=" + ProcessHandle.current().pid() + ", run=" + runId + ", since=" + Instant.now() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(false);
    }

    private static RunProblem busy(Path path) {
        return new RunProblem(
                ExitStatus.BUSY, "busy: another runner holds this host, " + holder(path) + ", lock=" + path);
    }

    private static String holder(Path path) {
        try {
            return Files.readString(path).strip();
        } catch (IOException _) {
            return "holder=unknown";
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            HELD.remove(file);
        }
    }
}
