package org.allotment.harness.nightly.child;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A child in a process group of its own. However it ends, nothing of it is left: the group is killed, then whatever left the
 * group and still carries the mark.
 */
public final class ChildProcess implements AutoCloseable {

    /** What the kernel needs to take a killed group away. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private final Process process;
    private final BoundedLog log;
    private final Thread reader;
    private final boolean ownGroup;
    private final Strays strays;
    private final Thread atExit = new Thread(this::killAll, "kill-child");

    private ChildProcess(Process process, BoundedLog log, boolean ownGroup, Strays strays) {
        this.process = process;
        this.log = log;
        this.ownGroup = ownGroup;
        this.strays = strays;
        this.reader = Thread.ofPlatform().daemon().name("child-log").start(log);
    }

    /**
     * Starts a child.
     *
     * @throws IOException if it cannot be started
     */
    public static ChildProcess start(List<String> command, Path directory, Path logFile, Strays strays)
            throws IOException {
        var setsid = setsid();
        var whole = new ArrayList<String>();
        setsid.map(Path::toString).ifPresent(whole::add);
        whole.addAll(command);
        var builder = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        strays.mark(builder.environment());
        // What is measured or built may be anybody's code, and is no uploader.
        builder.environment().remove("ALLOTMENT_TOKEN");
        builder.environment().putAll(Map.of("TMPDIR", directory.toString()));
        var process = builder.start();
        var log = new BoundedLog(process.getInputStream(), logFile);
        var child = new ChildProcess(process, log, setsid.isPresent(), strays);
        Runtime.getRuntime().addShutdownHook(child.atExit);
        return child;
    }

    /** The program that gives a child a process group of its own; empty where the system has none. */
    public static Optional<Path> setsid() {
        return SETSID.stream().filter(Files::isExecutable).findFirst();
    }

    /** Waits for the end; false if the limit came first. */
    public boolean waitFor(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The exit code, once it has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** The last lines it printed, once it is closed. */
    public String tail() {
        return log.tail();
    }

    /** Leaves nothing behind; returns when the child and its log have ended. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The hook is running: it does the same work.
        }
        killAll();
        try {
            var ended = process.waitFor(KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            reader.join(KILL_PATIENCE);
            if (!ended || reader.isAlive()) {
                process.getInputStream().close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // A stream that does not close holds nothing that is needed.
        }
    }

    private void killAll() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        if (ownGroup) {
            killGroup(process.pid());
        }
        process.destroyForcibly();
        strays.kill();
    }

    /** Java signals single processes only; the shell's own kill reaches a group. */
    private static void killGroup(long group) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + group)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // Without a shell the search for strays below still finds them.
        }
    }
}
