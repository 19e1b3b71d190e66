package org.allotment.harness.nightly.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.jspecify.annotations.Nullable;

/**
 * One runner per host: a lock that the kernel holds for the process and drops when it dies, however it dies. The file
 * also names the holder; its text is for people and decides nothing.
 */
public final class HostLock implements AutoCloseable {

    /**
     * Holders in this process by file. A second descriptor of the file in this process would drop the kernel's lock when
     * closed, so none is opened, not even to read who holds it.
     */
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private static final int HOLDER_BYTES = 512;

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
     * @throws IOException if the file cannot be opened, as where its name is a symbolic link
     */
    public static HostLock take(Path file) throws IOException {
        var path = real(file);
        var holder = HELD.putIfAbsent(path, holder("none yet"));
        if (holder != null) {
            throw busy(path, holder);
        }
        FileChannel channel = null;
        try {
            channel = open(path);
            var lock = channel.tryLock();
            if (lock == null) {
                throw busy(path, read(channel));
            }
            write(channel, path, "none yet");
            return new HostLock(path, channel, lock);
        } catch (IOException | RuntimeException failure) {
            close(channel);
            HELD.remove(path);
            throw failure;
        }
    }

    /** One name for a folder that has several; the name of the file itself is taken as it is. */
    private static Path real(Path file) throws IOException {
        var path = file.toAbsolutePath().normalize();
        var folder = Objects.requireNonNull(path.getParent(), "a file has a folder");
        Files.createDirectories(folder);
        return folder.toRealPath().resolve(path.getFileName());
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /**
     * Without CREATE first: kernels refuse to create through another user's file in a sticky folder. Links are not followed:
     * in a folder that all may write, anybody could have us truncate a file of ours.
     */
    private static FileChannel open(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException _) {
            var channel = FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
            return channel;
        }
    }

    /** Names the run for which the lock is held. */
    public void nameRun(String runId) {
        write(channel, file, runId);
    }

    /** A full disk takes no text; the lock is held all the same, and a night may well have its data elsewhere. */
    private static void write(FileChannel channel, Path path, String runId) {
        var holder = holder(runId);
        HELD.put(path, holder);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            channel.force(false);
        } catch (IOException _) {
            // whoever asks is told that the holder is unknown
        }
    }

    private static String holder(String runId) {
        return "pid=" + ProcessHandle.current().pid() + ", run=" + runId + ", since=" + Instant.now();
    }

    private static RunProblem busy(Path path, String holder) {
        return new RunProblem(ExitStatus.BUSY, "busy: another runner holds this host, " + holder + ", lock=" + path);
    }

    private static String read(FileChannel channel) {
        try {
            var bytes = ByteBuffer.allocate(HOLDER_BYTES);
            channel.read(bytes, 0);
            var holder = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
            return holder.isEmpty() ? "holder=unknown" : holder;
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
