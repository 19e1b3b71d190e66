package org.allotment.harness.nightly.session;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.allotment.harness.bench.plan.BenchmarkCell;
import org.allotment.harness.bench.plan.BenchmarkPlan;
import org.allotment.harness.bench.plan.BenchmarkProfile;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.plan.Catalog;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Litmus;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.subject.catalog.EngineTable;
import org.allotment.harness.subject.catalog.Subjects;

/** What the two suites of this checkout hold: benchmarks from the class path, litmus tests as their jar lists them. */
public final class SuiteCatalog implements Catalog {

    private static final int LIST_SECONDS = 60;

    /** One test among others in a process. */
    private static final long QUICK_LITMUS_MILLIS = 10_000;

    /** One to two minutes, and up to five more for what has run less than ten million times by then. */
    private static final long LITMUS_MILLIS = 180_000;

    /** Five minutes, and up to thirty more for what has run less than a milliard times by then. */
    private static final long FULL_LITMUS_MILLIS = 1_200_000;

    /** A campaign's operations take about a second for each million, and its process a few to start. */
    private static final long OPERATIONS_PER_MILLI = 1_000;

    private static final long CAMPAIGN_MILLIS = 5_000;

    private final Places places;

    /** The suites at these places. */
    public SuiteCatalog(Places places) {
        this.places = places;
    }

    @Override
    public List<Cell> cells(Profile profile) {
        return BenchmarkPlan.cells(kind(profile)).stream()
                .map(SuiteCatalog::cell)
                .toList();
    }

    @Override
    public List<Cell> selectable(Profile profile) {
        return selectableCells(profile);
    }

    static List<Cell> selectableCells(Profile profile) {
        return BenchmarkPlan.selectable(kind(profile)).stream()
                .map(SuiteCatalog::cell)
                .toList();
    }

    private static BenchmarkProfile kind(Profile profile) {
        return switch (profile) {
            case QUICK -> BenchmarkProfile.QUICK;
            case NIGHTLY -> BenchmarkProfile.NIGHTLY;
            case FULL -> BenchmarkProfile.FULL;
        };
    }

    /** The engines of this checkout as tables for people. */
    public static String engines() {
        return EngineTable.text();
    }

    /** Whether a subject can run on this host. */
    public static boolean isApplicable(String subject) {
        return Subjects.byId(subject).applicability().isApplicable();
    }

    @Override
    public Optional<Cell> canary() {
        return Optional.of(cell(BenchmarkPlan.canary()));
    }

    private static Cell cell(BenchmarkCell cell) {
        var reason =
                cell.applicability().isApplicable() ? "" : cell.applicability().reason();
        return new Cell(cell.benchmark(), cell.params(), cell.threads(), reason);
    }

    @Override
    public List<Litmus> litmus(Profile profile) {
        if (!Files.exists(places.stressJar())) {
            throw new RunProblem(ExitStatus.MISSING, "litmus suite not built, jar=" + places.stressJar());
        }
        try {
            var estimate = estimateMillis(profile);
            var tests = new ArrayList<Litmus>();
            for (var test : list(profile)) {
                tests.add(litmus(test, estimate));
            }
            return tests;
        } catch (IOException failure) {
            throw new RunProblem(ExitStatus.MISSING, "litmus suite does not list its tests", failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RunProblem(ExitStatus.MISSING, "interrupted while the litmus suite listed its tests");
        }
    }

    private static long estimateMillis(Profile profile) {
        return switch (profile) {
            case QUICK -> QUICK_LITMUS_MILLIS;
            case NIGHTLY -> LITMUS_MILLIS;
            case FULL -> FULL_LITMUS_MILLIS;
        };
    }

    private static Litmus litmus(JsonNode test, long estimateMillis) throws IOException {
        var name = test.path("name").asText("");
        if (name.isEmpty()) {
            throw new IOException("test without a name, found=" + test);
        }
        var operations = test.path("operations").asLong(0);
        return new Litmus(
                name,
                test.path("engine").asText(""),
                test.path("description").asText(""),
                test.path("actors").asInt(2),
                test.path("inverted").asBoolean(false),
                test.path("notApplicable").asText(""),
                operations == 0 ? estimateMillis : CAMPAIGN_MILLIS + operations / OPERATIONS_PER_MILLI);
    }

    private JsonNode list(Profile profile) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        places.java().toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        places.stressJar().toString(),
                        "list",
                        "--profile",
                        profile.word())
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(
                    "list failed, output=" + text.lines().findFirst().orElse("none"));
        }
        var tree = Documents.tree(text);
        return tree.isArray() ? tree : tree.path("tests");
    }
}
