package org.allotment.harness.nightly.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.harness.machine.SystemFiles;
import org.allotment.harness.nightly.child.ChildProcess;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.plan.Job;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.JmhResults;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.StressDocument;

/** One child process for one job: started, watched, and its result taken over only if it is whole and the right one. */
final class Attempt {

    private static final SystemFiles KERNEL = SystemFiles.ofThisHost();

    private final Job job;
    private final RunDirectory directory;
    private final Path scratch;
    private final Path result;

    Attempt(Job job, RunDirectory directory, Path scratch) {
        this.job = job;
        this.directory = directory;
        this.scratch = scratch;
        this.result = scratch.resolve("child-result.json");
    }

    /** Why units failed; a unit that is not in it finished. */
    record Outcome(Map<String, String> reasons) {

        static Outcome allFailed(Job job, String reason) {
            var reasons = new HashMap<String, String>();
            job.units().forEach(unit -> reasons.put(unit.id(), reason));
            return new Outcome(reasons);
        }

        String reasonFor(Unit unit) {
            return reasons.getOrDefault(unit.id(), "");
        }

        Outcome blamedOnDisk(long freeBytes) {
            var blamed = new HashMap<String, String>();
            reasons.forEach((unit, reason) -> blamed.put(
                    unit, reason.startsWith(Failure.NO_SPACE) ? reason : Failure.noSpace(freeBytes, reason)));
            return new Outcome(blamed);
        }

        boolean isNoSpace() {
            return reasons.values().stream().anyMatch(reason -> reason.startsWith(Failure.NO_SPACE));
        }
    }

    /** Runs the child to its end or to the limit; throws only if the run as a whole cannot go on. */
    Outcome run(Commands commands, Strays strays, Limits limits) throws IOException, InterruptedException {
        var outcome = watch(commands, strays, limits.timeout(job));
        var freeBytes = Files.getFileStore(directory.path()).getUsableSpace();
        return freeBytes > limits.reserveBytes() ? outcome : outcome.blamedOnDisk(freeBytes);
    }

    private Outcome watch(Commands commands, Strays strays, Duration limit) throws IOException, InterruptedException {
        var outOfMemoryKills = outOfMemoryKills();
        var first = job.units().getFirst();
        var command = job.isLitmus()
                ? commands.litmus(job.units(), result, scratch)
                : commands.benchmark(first, result, scratch);
        var log = directory.log(first.id());
        ChildProcess child;
        try {
            child = ChildProcess.start(command, scratch, log, strays);
        } catch (IOException failure) {
            return Outcome.allFailed(job, Failure.notStarted(failure));
        }
        boolean ended;
        try (child) {
            ended = child.waitFor(limit);
        }
        copyLog(log);
        if (!ended) {
            return Outcome.allFailed(job, Failure.timeout(limit.toSeconds()));
        }
        var code = child.exitCode();
        var reason = code == 0 ? "" : Failure.exit(code, child.tail(), outOfMemoryKills() > outOfMemoryKills);
        return job.isLitmus() ? takeLitmus(reason) : takeBenchmark(reason);
    }

    private static long outOfMemoryKills() {
        return KERNEL.field("proc/vmstat", "oom_kill").map(Long::valueOf).orElse(0L);
    }

    /** A full disk may have refused the log, which alone fails no unit. */
    private void copyLog(Path log) throws IOException {
        if (!Files.exists(log)) {
            return;
        }
        for (var unit : job.units().subList(1, job.units().size())) {
            Files.copy(log, directory.log(unit.id()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Outcome takeBenchmark(String reason) throws IOException {
        if (!reason.isEmpty()) {
            return Outcome.allFailed(job, reason);
        }
        if (!Files.exists(result) || Files.size(result) == 0) {
            return Outcome.allFailed(job, Failure.emptyResult());
        }
        var unit = job.units().getFirst();
        var json = Files.readString(result);
        try {
            JmhResults.requireOneOf(json, unit.name(), unit.params(), unit.threads());
        } catch (IOException failure) {
            return Outcome.allFailed(job, Failure.badResult(failure));
        }
        AtomicFiles.write(unit.result(directory), json.getBytes(StandardCharsets.UTF_8));
        return new Outcome(Map.of());
    }

    /** The suite's exit code also says that a test is red, so a whole document counts whatever the code. */
    private Outcome takeLitmus(String reason) throws IOException {
        if (!Files.exists(result) || Files.size(result) == 0) {
            return Outcome.allFailed(job, reason.isEmpty() ? Failure.emptyResult() : reason);
        }
        StressDocument document;
        try {
            document = Documents.read(result, StressDocument.class);
            if (!StressDocument.FORMAT.equals(document.format())) {
                throw new IOException("unknown format, format=" + document.format());
            }
        } catch (IOException failure) {
            return Outcome.allFailed(job, Failure.badResult(failure));
        }
        var reasons = new HashMap<String, String>();
        for (var unit : job.units()) {
            take(unit, document, reasons);
        }
        return new Outcome(reasons);
    }

    private void take(Unit unit, StressDocument document, Map<String, String> reasons) throws IOException {
        var found = document.tests().stream()
                .filter(test -> test.name().equals(unit.name()))
                .findFirst();
        if (found.isEmpty() || found.get().verdict().equals("missing")) {
            reasons.put(unit.id(), "missing: expected, and absent from the results of the suite");
        } else if (found.get().verdict().equals("green") && found.get().samples() == 0) {
            reasons.put(unit.id(), Failure.EMPTY_RESULT + ": green without a sample, samples=0");
        } else {
            var one = new StressDocument(
                    document.format(),
                    document.harness(),
                    document.options(),
                    document.started(),
                    document.durationMillis(),
                    List.of(found.get()));
            AtomicFiles.write(unit.result(directory), Documents.bytes(one));
        }
    }
}
