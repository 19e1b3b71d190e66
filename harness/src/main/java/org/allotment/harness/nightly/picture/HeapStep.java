package org.allotment.harness.nightly.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.allotment.harness.heap.HeapCheck;
import org.allotment.harness.nightly.child.ChildProcess;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.runner.NightRun.Setting;
import org.allotment.harness.nightly.runner.Trees;
import org.allotment.harness.result.RunDirectory;

/**
 * Has a child walk the heaps of our allocators, once the night has measured. A night without the picture is a night all the
 * same: what goes wrong is said and is no failure of anything.
 */
public final class HeapStep {
    private static final String OURS = "allotment-";
    private static final String AGAIN = "confirm";

    private final Setting setting;
    private final Plan plan;
    private final RunDirectory directory;

    /** A step of this run. */
    public HeapStep(Setting setting, Plan plan, RunDirectory directory) {
        this.setting = setting;
        this.plan = plan;
        this.directory = directory;
    }

    /**
     * Makes the document, where there is no sound one yet and the night measured an allocator of ours. One that a dashboard
     * would refuse is dropped, for it would take the night with it.
     *
     * @return why there is none, empty where there is one or none is wanted
     */
    public Optional<String> run() throws InterruptedException {
        var scratch = directory.scratch().resolve("heap");
        var command = setting.commands().heap(directory.heap(), scratch);
        if (command.isEmpty() || plan.run().kind().equals(AGAIN) || !measuresOurs() || isThere()) {
            return Optional.empty();
        }
        try {
            var failed = walk(command, scratch);
            if (failed.isEmpty()) {
                HeapCheck.require(directory.heap());
            }
            return failed.map(reason -> reason + dropped());
        } catch (IOException failure) {
            return Optional.of(reason(failure) + dropped());
        } finally {
            clear();
        }
    }

    private boolean isThere() {
        try {
            HeapCheck.require(directory.heap());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Optional<String> walk(List<String> command, Path scratch) throws IOException, InterruptedException {
        // One that is there was refused: it must not be taken for what this child made.
        Files.deleteIfExists(directory.heap());
        Files.createDirectories(scratch);
        var limit = Duration.ofMillis(setting.limits().minimumMillis());
        try (var child = ChildProcess.start(command, scratch, scratch.resolve("log.txt"), setting.strays())) {
            if (!child.waitFor(limit)) {
                return Optional.of("limitSeconds=" + limit.toSeconds());
            }
            return child.exitCode() == 0 && Files.exists(directory.heap())
                    ? Optional.empty()
                    : Optional.of("exit=" + child.exitCode());
        }
    }

    private String dropped() {
        try {
            Files.deleteIfExists(directory.heap());
            return "";
        } catch (IOException failure) {
            return ", not dropped, " + reason(failure);
        }
    }

    /** What stays of the scratch space goes with the run's. */
    private void clear() {
        try {
            Trees.delete(directory.scratch());
        } catch (IOException _) {
            // The picture is there or is not; neither depends on this.
        }
    }

    private static String reason(IOException failure) {
        var text = failure.getClass() == IOException.class ? failure.getMessage() : failure.toString();
        return "reason=" + String.valueOf(text).lines().findFirst().orElse("unknown");
    }

    private boolean measuresOurs() {
        return plan.units().stream()
                .filter(Unit::applies)
                .anyMatch(unit -> unit.params().getOrDefault("subject", "").startsWith(OURS));
    }
}
