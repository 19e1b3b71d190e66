package org.allotment.harness.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a run leaves what it measured.
 *
 * @param path the directory; its name is the run id
 */
public record RunDirectory(Path path) {

    /** The directory of a run below the data directory. */
    public static RunDirectory of(Path home, String runId) {
        return new RunDirectory(home.resolve("runs").resolve(runId));
    }

    /** All runs below the data directory, the newest first. */
    public static List<RunDirectory> all(Path home) throws IOException {
        var runs = home.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (var children = Files.list(runs)) {
            return children.filter(child -> RunId.isOne(child.getFileName().toString()))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .map(RunDirectory::new)
                    .toList();
        }
    }

    /** The newest run that has not been published; empty if there is none. */
    public static Optional<RunDirectory> newestUnpublished(Path home) throws IOException {
        return all(home).stream()
                .filter(run -> Files.exists(run.plan()) && !Files.exists(run.upload()))
                .findFirst();
    }

    /** The run's id. */
    public String id() {
        return path.getFileName().toString();
    }

    /** What is expected. */
    public Path plan() {
        return path.resolve("plan.json");
    }

    /** One line per event. */
    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /** The folder of a unit. */
    public Path unit(String unitId) {
        return path.resolve("units").resolve(unitId);
    }

    /** The result of a benchmark unit. */
    public Path result(String unitId) {
        return unit(unitId).resolve("result.json");
    }

    /** The result of a litmus test. */
    public Path stressResult(String unitId) {
        return unit(unitId).resolve("stress.json");
    }

    /** What the children of a unit printed. */
    public Path log(String unitId) {
        return unit(unitId).resolve("log.txt");
    }

    /** All benchmark units. */
    public Path jmh() {
        return path.resolve("jmh.json");
    }

    /** All litmus tests. */
    public Path stress() {
        return path.resolve("stress.json");
    }

    /** Where the bytes of our allocators lay. */
    public Path heap() {
        return path.resolve("heap.json");
    }

    /** The environment document; it is written last, so a run that has it is complete. */
    public Path environment() {
        return path.resolve("environment.json");
    }

    /** The dashboard's answer. */
    public Path upload() {
        return path.resolve("upload.json");
    }

    /** Why the dashboard refused the upload. */
    public Path refusal() {
        return path.resolve("upload-refused.json");
    }

    /** Outcomes as Allure results. */
    public Path allure() {
        return path.resolve("allure-results");
    }

    /** Scratch space of children, emptied after each. */
    public Path scratch() {
        return path.resolve("tmp");
    }
}
