package org.allotment.harness.nightly.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds processes by a mark in their environment, which children of children inherit. Who holds the host's lock may kill
 * every process that carries it: its runner is dead.
 *
 * <p>Needs {@code /proc}; elsewhere nothing is found, and a child ends with its own time limit.
 */
public final class Strays {

    private static final String MARK = "ALLOTMENT_RUNNER";
    private static final int ROUNDS = 10;

    private final String entry;
    private final String value;

    /** The mark of all runners that share a lock. */
    public Strays(Path lockFile) {
        this.value = lockFile.toAbsolutePath().normalize().toString();
        this.entry = MARK + "=" + value;
    }

    void mark(Map<String, String> environment) {
        environment.put(MARK, value);
    }

    /** Kills all that carry the mark, and returns how many there were. */
    public int kill() {
        var killed = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var found = find();
            if (found.isEmpty()) {
                return killed;
            }
            found.forEach(ProcessHandle::destroyForcibly);
            found.forEach(Strays::awaitEnd);
            killed += found.size();
        }
        return killed;
    }

    private List<ProcessHandle> find() {
        var self = ProcessHandle.current();
        return ProcessHandle.allProcesses()
                .filter(process -> !process.equals(self) && carriesMark(process))
                .toList();
    }

    private boolean carriesMark(ProcessHandle process) {
        try {
            var environment = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
            return List.of(environment.split("\0")).contains(entry);
        } catch (IOException _) {
            return false;
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // The next round looks again.
        }
    }
}
