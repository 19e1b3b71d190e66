package org.allotment.harness.nightly.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.allotment.harness.nightly.child.ChildProcess;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.runner.NightRun.Setting;
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
     * Makes the document, where it is not there yet and the night measured an allocator of ours.
     *
     * @return why there is none, empty where there is one or none is wanted
     */
    public Optional<String> run() throws IOException, InterruptedException {
        var result = directory.heap();
        var scratch = directory.scratch().resolve("heap");
        var command = setting.commands().heap(result, scratch);
        if (command.isEmpty() || Files.exists(result) || plan.run().kind().equals(AGAIN) || !measuresOurs()) {
            return Optional.empty();
        }
        Files.createDirectories(scratch);
        var limit = Duration.ofMillis(setting.limits().minimumMillis());
        try (var child = ChildProcess.start(command, scratch, scratch.resolve("log.txt"), setting.strays())) {
            if (!child.waitFor(limit)) {
                return Optional.of("limitSeconds=" + limit.toSeconds());
            }
            return child.exitCode() == 0 && Files.exists(result)
                    ? Optional.empty()
                    : Optional.of("exit=" + child.exitCode());
        } catch (IOException failure) {
            return Optional.of("reason=" + failure.getMessage());
        } finally {
            Trees.delete(directory.scratch());
        }
    }

    private boolean measuresOurs() {
        return plan.units().stream()
                .filter(Unit::applies)
                .anyMatch(unit -> unit.params().getOrDefault("subject", "").startsWith(OURS));
    }
}
