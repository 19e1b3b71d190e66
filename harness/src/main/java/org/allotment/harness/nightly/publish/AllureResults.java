package org.allotment.harness.nightly.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.TestResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.EnvironmentDocument.UnitOutcome;
import org.allotment.harness.result.JmhResults;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.StressDocument;
import org.allotment.harness.result.UnitState;
import org.allotment.harness.result.UploadAnswer.Finding;
import org.allotment.harness.result.UploadAnswer.Verdict;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * The outcomes of a run as Allure results: one per benchmark cell with its value, interval and verdict, one per litmus test
 * with its verdict and counts. Names make the ids, so that Allure follows each through the nights.
 */
public final class AllureResults {

    private static final double CONFIDENCE = 0.95;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addMixIn(Status.class, ByValue.class)
            .addMixIn(Stage.class, ByValue.class)
            .addMixIn(Parameter.Mode.class, ByValue.class)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private final Plan plan;
    private final RunDirectory directory;
    private final Optional<Verdict> verdict;

    private abstract static class ByValue {
        @JsonValue
        abstract String value();
    }

    /** Results of this run; the verdict is absent where the run was not published. */
    public AllureResults(Plan plan, RunDirectory directory, Optional<Verdict> verdict) {
        this.plan = plan;
        this.directory = directory;
        this.verdict = verdict;
    }

    /**
     * Writes the files; what was there of this run before is replaced, because names of files come from names of tests.
     *
     * @throws IOException if a file cannot be written
     */
    public void write(Outcomes outcomes) throws IOException {
        var byId = outcomes.units().stream().collect(Collectors.toMap(UnitOutcome::id, outcome -> outcome));
        var cells = new LinkedHashMap<String, List<UnitOutcome>>();
        for (var unit : plan.units()) {
            if (!unit.isLitmus()) {
                cells.computeIfAbsent(unit.label() + "#" + unit.threads(), _ -> new ArrayList<>())
                        .add(byId.get(unit.id()));
            }
        }
        for (var forks : cells.values()) {
            write(benchmark(forks, outcomes));
        }
        for (var test : outcomes.litmus()) {
            write(litmus(test));
        }
    }

    private void write(TestResult result) throws IOException {
        try {
            var json = MAPPER.writeValueAsString(result);
            AtomicFiles.write(
                    directory.allure().resolve(result.getUuid() + "-result.json"),
                    json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private TestResult benchmark(List<UnitOutcome> forks, Outcomes outcomes) throws IOException {
        var first = forks.getFirst();
        var unit = plan.units().stream()
                .filter(candidate -> candidate.id().equals(first.id()))
                .findFirst()
                .orElseThrow();
        var identity = unit.label() + "#" + unit.threads();
        var result = result(identity, unit.shortLabel() + ", threads=" + unit.threads(), "Benchmarks", unit.name());
        var parameters = new ArrayList<Parameter>();
        unit.params()
                .forEach((name, value) ->
                        parameters.add(new Parameter().setName(name).setValue(value)));
        parameters.add(new Parameter().setName("threads").setValue(Integer.toString(unit.threads())));
        result.setParameters(parameters);
        var finding = finding(unit);
        return end(result, status(forks, finding), message(forks, outcomes, finding), duration(forks));
    }

    private static long duration(List<UnitOutcome> forks) {
        return forks.stream().mapToLong(UnitOutcome::durationMillis).sum();
    }

    private Optional<Finding> finding(Unit unit) {
        return verdict.stream()
                .flatMap(all -> all.findings().stream())
                .filter(finding -> unit.label().equals(finding.name()) && unit.threads() == finding.threads())
                .findFirst();
    }

    private static Status status(List<UnitOutcome> forks, Optional<Finding> finding) {
        if (forks.stream().allMatch(fork -> fork.state() == UnitState.NOT_APPLICABLE)) {
            return Status.SKIPPED;
        }
        if (forks.stream().anyMatch(fork -> fork.state() != UnitState.FINISHED)) {
            return Status.BROKEN;
        }
        return finding.filter(found -> "red".equals(found.state())).isPresent() ? Status.FAILED : Status.PASSED;
    }

    private String message(List<UnitOutcome> forks, Outcomes outcomes, Optional<Finding> finding) throws IOException {
        var lines = new ArrayList<String>();
        var means = new ArrayList<Double>();
        var scoreUnit = "";
        for (var fork : forks) {
            var json = outcomes.benchmarks().get(fork.id());
            if (json == null) {
                lines.add("fork " + fork.fork() + ": " + fork.reason());
            } else {
                var score = JmhResults.score(json);
                means.add(score.score());
                scoreUnit = score.unit();
            }
        }
        if (!means.isEmpty()) {
            lines.addFirst(value(means, scoreUnit));
            lines.add("verdict: "
                    + finding.map(found -> found.state() + ", " + found.text())
                            .orElse(verdict.isPresent() ? "nothing found" : "not published"));
        }
        return String.join("\n", lines);
    }

    /** JMH's own statistics give no interval for two samples, and two forks are the usual number of a quick run. */
    private static String value(List<Double> means, String unit) {
        var statistics = new SummaryStatistics();
        means.forEach(statistics::addValue);
        var value = String.format(Locale.ROOT, "%.4g %s", statistics.getMean(), unit);
        if (means.size() < 2) {
            return value + ", one fork: no interval";
        }
        var quantile = new TDistribution(means.size() - 1.0).inverseCumulativeProbability(0.5 + CONFIDENCE / 2);
        var half = quantile * statistics.getStandardDeviation() / Math.sqrt(means.size());
        return value + String.format(Locale.ROOT, " ± %.2g (95 %% over %d forks)", half, means.size());
    }

    private TestResult litmus(StressDocument.Test test) {
        var type = test.name().substring(0, test.name().lastIndexOf('.') + 1);
        var result = result(test.name(), test.name().substring(type.length()), "Litmus tests", test.name());
        if (test.description() != null) {
            result.setDescription(test.description());
        }
        var counts = test.outcomes().stream()
                .map(outcome -> outcome.state() + ": " + outcome.count() + " " + outcome.expect())
                .collect(Collectors.joining("\n"));
        var message = String.format(
                Locale.ROOT,
                "verdict: %s%s\nsamples: %d in %d configurations%s\n%s",
                test.verdict(),
                test.reason().isEmpty() ? "" : ", " + test.reason(),
                test.samples(),
                test.configurations(),
                test.inverted() ? "\nbroken on purpose: green means that it was seen to fail" : "",
                counts);
        var status = switch (test.verdict()) {
            case "green" -> Status.PASSED;
            case "red" -> Status.FAILED;
            case "notApplicable" -> Status.SKIPPED;
            default -> Status.BROKEN;
        };
        return end(result, status, message, 0);
    }

    private TestResult result(String identity, String name, String suite, String fullName) {
        var id = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                .toString();
        var type = fullName.substring(0, Math.max(0, fullName.lastIndexOf('.')));
        return new TestResult()
                .setUuid(UUID.nameUUIDFromBytes((plan.run().id() + identity).getBytes(StandardCharsets.UTF_8))
                        .toString())
                .setHistoryId(id)
                .setTestCaseId(id)
                .setName(name)
                .setFullName(fullName)
                .setLabels(List.of(
                        label("parentSuite", suite),
                        label("suite", type.substring(type.lastIndexOf('.') + 1)),
                        label("package", type),
                        label("host", plan.machine().host())));
    }

    private static Label label(String name, String value) {
        return new Label().setName(name).setValue(value);
    }

    private TestResult end(TestResult result, Status status, String message, long durationMillis) {
        var start = Instant.parse(plan.run().started()).toEpochMilli();
        return result.setStatus(status)
                .setStage(Stage.FINISHED)
                .setStatusDetails(new StatusDetails().setMessage(message))
                .setStart(start)
                .setStop(start + durationMillis);
    }
}
