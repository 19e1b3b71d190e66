package org.allotment.harness.nightly.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.fake.FakeChildren;
import org.allotment.harness.nightly.fake.FakeNight;
import org.allotment.harness.nightly.plan.Catalog;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Litmus;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.publish.FakeServer;
import org.allotment.harness.nightly.publish.Retry;
import org.allotment.harness.nightly.runner.Commands;
import org.allotment.harness.nightly.runner.Trees;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunProblem;

/**
 * Nights on a small file system of their own, {@code DISK CHILD}, which is full after 0, 1, 2, … pages more, until one fits:
 * so the disk fills at every write of a night once. Each is then repeated with room, and must go on where it stopped.
 *
 * <p>A process of its own, because only a process can be moved to where such a file system may be mounted. It prints a line
 * for each number of pages and fails with the assertion that fails.
 */
final class FullDiskProcess {

    private static final int PAGE = 4096;
    private static final int MOST_PAGES = 200;
    private static final String GREEN =
            "{\"id\": \"1\", \"url\": \"/runs/1\", \"verdict\": {\"state\": \"green\", \"green\": 1, \"findings\": []}}";

    private final Path disk;
    private final Path home;
    private final String child;
    private final URI server;

    private FullDiskProcess(Path disk, String child, URI server) {
        this.disk = disk;
        this.home = disk.resolve("home");
        this.child = child;
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        var full = 0;
        try (var server = new FakeServer().answer(201, GREEN)) {
            var nights = new FullDiskProcess(Path.of(arguments[0]), arguments[1], server.address());
            while (nights.isFullAfter(full)) {
                full++;
                assertThat(full).isLessThan(MOST_PAGES);
            }
        }
        System.out.println("full=" + full);
    }

    /** Whether the disk was too small; how it ended either way is checked. */
    private boolean isFullAfter(int pages) throws IOException, InterruptedException {
        empty();
        leave(pages);
        var end = night(Optional.empty());
        System.out.println("pages=" + pages + " " + end);
        if (end.equals("CLEAN")) {
            return false;
        }
        assertThat(end).startsWith("MISSING disk full").doesNotContain("\n");
        var before = results();
        Files.delete(disk.resolve("ballast"));
        var run = run();
        var again = night(run.map(RunDirectory::id));
        assertThat(again).as("second night, pages=%d", pages).isEqualTo("CLEAN");
        assertThat(results()).as("results, pages=%d", pages).containsAllEntriesOf(before);
        assertComplete(run().orElseThrow(), pages);
        return true;
    }

    private String night(Optional<String> resume) throws InterruptedException {
        var options = new NightOptions(
                Profile.QUICK,
                Optional.empty(),
                resume,
                Optional.of(server),
                Optional.empty(),
                1,
                false,
                true,
                true,
                "fake",
                Optional.empty());
        var retry = new Retry(2, Duration.ZERO, Duration.ZERO, _ -> {}, () -> 0);
        var parts = new Night.Parts(
                disk.resolve("lock"), CATALOG, Optional.of(children()), FakeNight.LIMITS, retry, Duration.ofMinutes(5));
        var out = new PrintWriter(new StringWriter());
        try {
            return new Night(new Places(disk, home), options, parts, out).run().name();
        } catch (RunProblem problem) {
            return problem.status() + " " + problem.getMessage();
        } catch (IOException problem) {
            return ExitStatus.MISSING + " " + problem;
        }
    }

    /** Answers differ from attempt to attempt, so that a result made twice would show. */
    private Commands children() {
        return new Commands() {
            @Override
            public List<String> benchmark(Unit unit, Path result, Path scratch) {
                return command(FakeChildren.benchmarkAnswer(unit).replace("1.50", "1." + System.nanoTime()), result);
            }

            @Override
            public List<String> litmus(List<Unit> units, Path result, Path scratch) {
                return command(FakeChildren.litmusAnswer(units), result);
            }
        };
    }

    private List<String> command(String answer, Path result) {
        return List.of("/bin/sh", "-c", child, "sh", answer, result.toString());
    }

    private void empty() throws IOException {
        try (var files = Files.list(disk)) {
            for (var file : files.toList()) {
                Trees.delete(file);
            }
        }
    }

    private void leave(int pages) throws IOException {
        try (var ballast = Files.newByteChannel(
                disk.resolve("ballast"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var page = ByteBuffer.allocate(PAGE);
            try {
                while (true) {
                    ballast.write(page.clear());
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left on device");
            }
            ballast.truncate(ballast.size() - (long) pages * PAGE);
        }
    }

    private Optional<RunDirectory> run() throws IOException {
        return RunDirectory.all(home).stream()
                .filter(run -> Files.exists(run.plan()))
                .findFirst();
    }

    private Map<String, String> results() throws IOException {
        var results = new HashMap<String, String>();
        var run = run();
        if (run.isPresent()) {
            for (var unit : Documents.read(run.get().plan(), Plan.class).units()) {
                var file = unit.result(run.get());
                if (Files.exists(file)) {
                    results.put(unit.id(), Files.readString(file));
                }
            }
        }
        return results;
    }

    private void assertComplete(RunDirectory run, int pages) throws IOException {
        assertThat(List.of(run.jmh(), run.stress(), run.environment(), run.upload()))
                .as("documents, pages=%d", pages)
                .allSatisfy(file ->
                        assertThat(Documents.tree(Files.readString(file))).isNotEmpty());
        try (var results = Files.list(run.allure())) {
            assertThat(results).as("Allure results, pages=%d", pages).hasSize(2);
        }
        try (var files = Files.walk(run.path())) {
            assertThat(files.map(Path::toString))
                    .as("left over, pages=%d", pages)
                    .noneMatch(file -> file.endsWith(".part"));
        }
    }

    private static final Catalog CATALOG = new Catalog() {
        @Override
        public List<Cell> cells(Profile profile) {
            return FakeNight.cells("fake.Pair.pair").subList(0, 1);
        }

        @Override
        public List<Cell> selectable(Profile profile) {
            return cells(profile);
        }

        @Override
        public List<Litmus> litmus(Profile profile) {
            return List.of(FakeNight.litmus("fake.Lock.exclusion"));
        }

        @Override
        public Optional<Cell> canary() {
            return Optional.empty();
        }
    };
}
