package org.allotment.harness.nightly.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.allotment.harness.machine.JavaRuntime;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.EnvironmentDocument;
import org.allotment.harness.result.EnvironmentDocument.Canary;
import org.allotment.harness.result.EnvironmentDocument.Load;
import org.allotment.harness.result.EnvironmentDocument.RunInfo;
import org.allotment.harness.result.JmhResults;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.StressDocument;
import org.jspecify.annotations.Nullable;

/** Makes the documents of a run out of the results of its units; the environment document is written last. */
public final class Assembly {

    private final Plan plan;
    private final RunDirectory directory;

    /** An assembly of this run. */
    public Assembly(Plan plan, RunDirectory directory) {
        this.plan = plan;
        this.directory = directory;
    }

    /**
     * Writes {@code jmh.json}, {@code stress.json} and {@code environment.json}.
     *
     * @param ended ISO 8601 in UTC
     * @throws IOException if a result cannot be read or a document cannot be written
     */
    public Outcomes write(String ended, Load load) throws IOException {
        var outcomes = Outcomes.read(plan, directory);
        var elements = new ArrayList<String>();
        for (var unit : plan.units()) {
            var json = outcomes.benchmarks().get(unit.id());
            if (json != null) {
                elements.add(json);
            }
        }
        Files.deleteIfExists(directory.jmh());
        if (!elements.isEmpty()) {
            AtomicFiles.write(directory.jmh(), JmhResults.join(elements).getBytes(StandardCharsets.UTF_8));
        }
        Files.deleteIfExists(directory.stress());
        if (!outcomes.litmus().isEmpty()) {
            AtomicFiles.write(directory.stress(), Documents.bytes(stress(outcomes)));
        }
        AtomicFiles.write(directory.environment(), Documents.bytes(environment(ended, load, outcomes)));
        return outcomes;
    }

    private StressDocument stress(Outcomes outcomes) throws IOException {
        StressDocument model = null;
        for (var unit : plan.units()) {
            var file = unit.result(directory);
            if (model == null && unit.isLitmus() && Files.exists(file)) {
                model = Documents.read(file, StressDocument.class);
            }
        }
        var millis = outcomes.units().stream()
                .filter(unit -> unit.kind().equals(Unit.LITMUS))
                .mapToLong(EnvironmentDocument.UnitOutcome::durationMillis)
                .sum();
        return new StressDocument(
                StressDocument.FORMAT,
                model == null ? "none" : model.harness(),
                model == null ? "" : model.options(),
                model == null ? plan.run().started() : model.started(),
                millis,
                outcomes.litmus());
    }

    private EnvironmentDocument environment(String ended, Load load, Outcomes outcomes) throws IOException {
        var run = plan.run();
        return new EnvironmentDocument(
                EnvironmentDocument.FORMAT,
                new RunInfo(
                        run.id(),
                        run.project(),
                        run.kind(),
                        run.profile(),
                        run.started(),
                        ended,
                        run.parent(),
                        run.note()),
                plan.commit(),
                plan.machine(),
                JavaRuntime.ofThisProcess(flags(outcomes)),
                plan.jmh(),
                load,
                canary(outcomes),
                plan.sources(),
                outcomes.units());
    }

    private List<String> flags(Outcomes outcomes) throws IOException {
        for (var unit : plan.units()) {
            var json = outcomes.benchmarks().get(unit.id());
            if (json != null) {
                return JmhResults.score(json).jvmArguments();
            }
        }
        return List.of();
    }

    private @Nullable Canary canary(Outcomes outcomes) throws IOException {
        var name = plan.canary();
        var scores = new ArrayList<Double>();
        var unitOfScore = "";
        for (var unit : plan.units()) {
            var json = outcomes.benchmarks().get(unit.id());
            if (plan.isCanary(unit) && json != null) {
                var score = JmhResults.score(json);
                scores.add(score.median());
                unitOfScore = score.unit();
            }
        }
        return name == null || scores.isEmpty()
                ? null
                : new Canary(name, scores, unitOfScore, CanaryBand.isSteady(scores));
    }
}
