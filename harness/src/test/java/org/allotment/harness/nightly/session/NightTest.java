package org.allotment.harness.nightly.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.allotment.harness.nightly.runner.HostLock;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.EnvironmentDocument;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.result.UnitState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NightTest {

    static final String GREEN = answer("green", "[]");

    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();
    private FakeChildren children = new FakeChildren(FakeChildren.HEALTHY);

    static final Catalog CATALOG = new Catalog() {
        @Override
        public List<Cell> cells(Profile profile) {
            return FakeNight.cells("fake.Pair.pair", "fake.Batch.batch");
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
            return Optional.of(Cell.of("fake.Canary.canary", Map.of(), 1));
        }
    };

    private static String answer(String state, String findings) {
        return "{\"id\": \"1\", \"url\": \"/runs/1\", \"verdict\": {\"state\": \"" + state
                + "\", \"green\": 1, \"findings\": " + findings + "}}";
    }

    private static String slower(String state) {
        return answer(
                state,
                "[{\"state\": \"" + state + "\", \"kind\": \"time\", \"name\": \"fake.Pair.pair?size=64&subject=s1\", "
                        + "\"threads\": 1, \"ratio\": 1.1, \"text\": \"10 % slower\"}]");
    }

    static NightOptions options(Optional<URI> server) {
        return new NightOptions(
                Profile.QUICK,
                Optional.empty(),
                Optional.empty(),
                server,
                Optional.empty(),
                1,
                false,
                server.isPresent(),
                true,
                "fake",
                Optional.empty());
    }

    private static NightOptions strict(NightOptions options) {
        return new NightOptions(
                options.profile(),
                options.only(),
                options.resume(),
                options.server(),
                options.token(),
                1,
                true,
                options.publish(),
                options.confirm(),
                options.project(),
                options.label());
    }

    private static NightOptions with(NightOptions options, Optional<String> only, Optional<String> resume) {
        return new NightOptions(
                options.profile(),
                only,
                resume,
                options.server(),
                options.token(),
                1,
                false,
                options.publish(),
                options.confirm(),
                options.project(),
                options.label());
    }

    private ExitStatus run(NightOptions options) throws IOException, InterruptedException {
        var retry = new Retry(2, Duration.ZERO, Duration.ZERO, _ -> {}, () -> 0);
        var parts = new Night.Parts(
                home.resolve("lock"), CATALOG, Optional.of(children), FakeNight.LIMITS, retry, Duration.ofMinutes(5));
        var out = new PrintWriter(said, true);
        return new Night(new Places(Path.of("..").toAbsolutePath(), home), options, parts, out).run();
    }

    private RunDirectory newest() throws IOException {
        return RunDirectory.all(home).getFirst();
    }

    @Test
    void aQuietNightIsPublishedOnceAndClean() throws Exception {
        try (var server = new FakeServer().answer(201, GREEN)) {
            assertThat(run(options(Optional.of(server.address())))).isEqualTo(ExitStatus.CLEAN);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().getFirst().body())
                    .contains("name=\"jmh\"", "name=\"stress\"", "name=\"environment\"");
            assertThat(said.toString()).contains("page: " + server.address() + "/runs/1");
        }
        var environment = Documents.read(newest().environment(), EnvironmentDocument.class);
        assertThat(environment.run().kind()).isEqualTo("nightly");
        assertThat(environment.units()).hasSize(2 + 8 + 1);
        assertThat(environment.canary())
                .isNotNull()
                .satisfies(canary -> assertThat(canary.steady()).isTrue());
        try (var allure = Files.list(newest().allure())) {
            assertThat(allure).hasSize(1 + 4 + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"suspect, false, CLEAN", "suspect, true, WORSE", "green, true, CLEAN", "red, false, WORSE"})
    void suspectsAreMeasuredAgainAtOnceAndTheSecondLookDecides(String second, boolean strict, ExitStatus expected)
            throws Exception {
        var confirmed = second.equals("green") ? GREEN : slower(second);
        try (var server = new FakeServer().answer(201, slower("suspect")).answer(201, confirmed)) {
            var options = options(Optional.of(server.address()));
            assertThat(run(strict ? strict(options) : options)).isEqualTo(expected);
            assertThat(server.requests()).hasSize(2);
        }
        var runs = RunDirectory.all(home).stream()
                .map(run -> {
                    try {
                        return Documents.read(run.environment(), EnvironmentDocument.class);
                    } catch (IOException failure) {
                        throw new IllegalStateException(failure);
                    }
                })
                .toList();
        var nightly = runs.stream()
                .filter(run -> run.run().kind().equals("nightly"))
                .findFirst()
                .orElseThrow();
        var confirm = runs.stream()
                .filter(run -> run.run().kind().equals("confirm"))
                .findFirst()
                .orElseThrow();
        assertThat(confirm.run().parent()).isEqualTo(nightly.run().id());
        assertThat(confirm.commit()).isEqualTo(nightly.commit());
        assertThat(confirm.units().stream().filter(unit -> !unit.name().contains("Canary")))
                .hasSize(5)
                .allSatisfy(unit -> assertThat(unit.params()).containsEntry("subject", "s1"));
    }

    @ParameterizedTest
    @CsvSource({"green, passed, nothing found", "red, failed, 'red, 10 % slower'"})
    void theNightsAllureResultsSayWhatTheSecondLookSaid(String second, String status, String text) throws Exception {
        var confirmed = second.equals("green") ? GREEN : slower(second);
        try (var server = new FakeServer().answer(201, slower("suspect")).answer(201, confirmed)) {
            run(options(Optional.of(server.address())));
        }
        var seen = 0;
        try (var files = Files.list(newestOf("nightly").allure())) {
            for (var file : files.toList()) {
                var result = Documents.tree(Files.readString(file));
                if (result.at("/fullName").asText().equals("fake.Pair.pair")
                        && result.at("/parameters").toString().contains("\"s1\"")) {
                    assertThat(result.at("/status").asText()).isEqualTo(status);
                    assertThat(result.at("/statusDetails/message").asText()).contains("verdict: " + text);
                    seen++;
                }
            }
        }
        assertThat(seen).isEqualTo(1);
    }

    @Test
    void aSecondLookThatFoundNoHistoryLeavesTheSuspect() throws Exception {
        var silent =
                "{\"id\": \"2\", \"url\": \"/runs/2\", \"verdict\": {\"state\": \"tooFewRuns\", \"tooFewRuns\": 1}}";
        try (var server = new FakeServer().answer(201, slower("suspect")).answer(201, silent)) {
            assertThat(run(strict(options(Optional.of(server.address()))))).isEqualTo(ExitStatus.WORSE);
        }
        assertThat(said.toString()).contains("unconfirmed suspect: fake.Pair.pair?size=64&subject=s1");
    }

    @Test
    void whatSelectsNothingIsWrongUsageAndIsToldWhatThereIs() throws IOException {
        assertThatThrownBy(() -> run(with(options(Optional.empty()), Optional.of("Nonesuch"), Optional.empty())))
                .isInstanceOfSatisfying(
                        RunProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(ExitStatus.USAGE))
                .hasMessageContaining("only=Nonesuch, names=bump,slab,tlsf,");
        assertThat(RunDirectory.all(home)).isEmpty();
    }

    @Test
    void aFailedUnitIsMissingUntilAResumeBringsIt() throws Exception {
        children = new FakeChildren(FakeChildren.HEALTHY).with("fake.Pair.pair", "exit 1");
        assertThat(run(options(Optional.empty()))).isEqualTo(ExitStatus.MISSING);
        children = new FakeChildren(FakeChildren.HEALTHY).with("fake.Batch.batch", "exit 1");
        try (var server = new FakeServer().answer(201, GREEN)) {
            var resumed = with(options(Optional.of(server.address())), Optional.empty(), Optional.of(""));
            assertThat(run(resumed)).isEqualTo(ExitStatus.CLEAN);
        }
        assertThat(RunDirectory.all(home)).hasSize(1);
        assertThat(newest().upload()).exists();
    }

    @Test
    void aNightWhoseDashboardIsDownIsKeptAndItsResumeOnlyPublishes() throws Exception {
        URI nobody;
        try (var server = new FakeServer()) {
            nobody = server.address();
        }
        assertThat(run(options(Optional.of(nobody)))).isEqualTo(ExitStatus.MISSING);
        assertThat(said.toString()).contains("dashboard not reached", "--resume " + newest().id());
        var environment = Files.readString(newest().environment());
        children = new FakeChildren("exit 1");
        try (var server = new FakeServer().answer(201, GREEN)) {
            var resumed = with(options(Optional.of(server.address())), Optional.empty(), Optional.of(newest().id()));
            assertThat(run(resumed)).isEqualTo(ExitStatus.CLEAN);
        }
        assertThat(Files.readString(newest().environment())).isEqualTo(environment);
    }

    private NightOptions resume(FakeServer server, String id) {
        return with(options(Optional.of(server.address())), Optional.empty(), Optional.of(id));
    }

    private static void moveCheckout(RunDirectory run) throws IOException {
        var sha = Documents.tree(Files.readString(run.plan())).at("/commit/sha").asText();
        assertThat(sha).hasSize(40);
        Files.writeString(run.plan(), Files.readString(run.plan()).replace(sha, "0".repeat(40)));
    }

    @Test
    void aPublishedRunIsNeverMeasuredOrSentAgain() throws Exception {
        children = new FakeChildren(FakeChildren.HEALTHY).with("fake.Pair.pair", "exit 1");
        try (var server = new FakeServer().answer(201, GREEN)) {
            assertThat(run(options(Optional.of(server.address())))).isEqualTo(ExitStatus.MISSING);
            var environment = Files.readString(newest().environment());
            children = new FakeChildren(FakeChildren.HEALTHY);
            assertThat(run(resume(server, newest().id()))).isEqualTo(ExitStatus.MISSING);
            assertThat(server.requests()).hasSize(1);
            assertThat(Files.readString(newest().environment())).isEqualTo(environment);
        }
        assertThat(said.toString()).contains("published already, nothing is measured again, run=" + newest().id());
        assertThat(said.toString().split("verdict: green", -1)).hasSize(3);
    }

    @Test
    void aRunThatEndedBeforeTheCheckoutMovedIsPublishedAsItIs() throws Exception {
        children = new FakeChildren(FakeChildren.HEALTHY).with("fake.Pair.pair", "exit 1");
        assertThat(run(options(Optional.empty()))).isEqualTo(ExitStatus.MISSING);
        moveCheckout(newest());
        children = new FakeChildren(FakeChildren.HEALTHY);
        try (var server = new FakeServer().answer(201, GREEN)) {
            assertThat(run(resume(server, ""))).isEqualTo(ExitStatus.MISSING);
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(said.toString()).contains("the checkout moved, what failed is not measured again");
    }

    @Test
    void aRedLitmusTestDoesNotHideWhatAResumeHasToBring() throws Exception {
        var red = "sed 's/\"verdict\": \"green\"/\"verdict\": \"red\"/' \"$ANSWER\" >\"$RESULT\"";
        children = new FakeChildren(FakeChildren.HEALTHY)
                .with("fake.Lock.exclusion", red)
                .with("fake.Pair.pair", "exit 1");
        assertThat(run(options(Optional.empty()))).isEqualTo(ExitStatus.WORSE);
        children = new FakeChildren(FakeChildren.HEALTHY);
        assertThat(run(with(options(Optional.empty()), Optional.empty(), Optional.of(""))))
                .isEqualTo(ExitStatus.WORSE);
        assertThat(Documents.read(newest().environment(), EnvironmentDocument.class)
                        .units())
                .allMatch(unit -> unit.state() == UnitState.FINISHED);
    }

    /** A night whose second look was killed right after its plan was written. */
    private RunDirectory killedConfirmation(String first) throws Exception {
        try (var server = new FakeServer().answer(201, first).answer(201, GREEN)) {
            run(options(Optional.of(server.address())));
        }
        for (var run : RunDirectory.all(home)) {
            if (Files.readString(run.plan()).contains("\"confirm\"")) {
                for (var file : List.of(run.upload(), run.environment(), run.jmh(), run.journal())) {
                    Files.delete(file);
                }
                for (var unit : Documents.read(run.plan(), Plan.class).units()) {
                    Files.deleteIfExists(run.result(unit.id()));
                }
                return run;
            }
        }
        throw new AssertionError("no second look");
    }

    @Test
    void aResumedSecondLookSpeaksOfTheRunThatItConfirms() throws Exception {
        var redLitmus = slower("suspect")
                .replace(
                        "[{",
                        "[{\"state\": \"red\", \"kind\": \"litmus\", \"name\": \"fake.Lock.exclusion\", \"threads\": 2}, {");
        var confirm = killedConfirmation(redLitmus);
        try (var server = new FakeServer().answer(201, GREEN)) {
            assertThat(run(resume(server, ""))).isEqualTo(ExitStatus.WORSE);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().getFirst().body()).contains("\"confirm\"");
        }
        assertThat(confirm.upload()).exists();
        assertThat(said.toString()).contains("confirmed run ");
    }

    @Test
    void aResumedSecondLookThatSaysNothingLeavesTheSuspect() throws Exception {
        killedConfirmation(slower("suspect"));
        try (var server =
                new FakeServer().answer(201, answer("ungated", "[]").replace("\"green\": 1", "\"green\": 0"))) {
            assertThat(run(strict(resume(server, "")))).isEqualTo(ExitStatus.WORSE);
        }
    }

    @Test
    void aSecondLookAfterTheCheckoutMovedIsRefused() throws Exception {
        var confirm = killedConfirmation(slower("suspect"));
        moveCheckout(confirm);
        try (var server = new FakeServer().answer(201, GREEN)) {
            assertThatThrownBy(() -> run(resume(server, "")))
                    .isInstanceOf(RunProblem.class)
                    .hasMessageContaining("the checkout moved since the run was planned, run=" + confirm.id());
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aSecondLookTakesProjectMachineAndCommitFromTheFirst() throws Exception {
        assertThat(run(options(Optional.empty()))).isEqualTo(ExitStatus.CLEAN);
        var parent = Documents.read(newest().plan(), Plan.class);
        var other = new NightOptions(
                Profile.NIGHTLY,
                Optional.of("x"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                false,
                false,
                true,
                "other",
                Optional.of("elsewhere"));
        var planner = new NightPlanner(new Places(Path.of("..").toAbsolutePath(), home), other, CATALOG);
        var cells = NightPlanner.cells(
                parent, List.of(new NightPlanner.NameAndThreads("fake.Pair.pair?size=64&subject=s1", 1)));
        var plan = planner.confirmation(parent, cells).plan();
        assertThat(plan.run().project()).isEqualTo("fake");
        assertThat(plan.run().profile()).isEqualTo("quick");
        assertThat(plan.run().note()).isEmpty();
        assertThat(plan.machine()).isEqualTo(parent.machine());
        assertThat(plan.commit()).isEqualTo(parent.commit());
        assertThat(plan.sources()).isEqualTo(parent.sources());
        moveCheckout(newestOf("nightly"));
        var moved = Documents.read(newestOf("nightly").plan(), Plan.class);
        assertThatThrownBy(() -> planner.confirmation(moved, cells))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("the checkout moved since the run was planned");
    }

    private NightPlanner planner(Path root) {
        return new NightPlanner(new Places(root, home), options(Optional.empty()), CATALOG);
    }

    private static String stressJar(NightPlanner.Planned planned, Path root, Path home) {
        var jars = Jars.of(new Places(root, home), planned.plan());
        var command = new JavaCommands(jars, Profile.QUICK, Profile.QUICK.measurement())
                .litmus(planned.plan().units().stream().filter(Unit::isLitmus).toList(), home, home);
        return command.get(command.indexOf("-jar") + 1);
    }

    @Test
    void aBuildUnderARunningNightChangesNothingThatItRuns() throws Exception {
        var root = home.resolve("checkout");
        var built = new Places(root, home).stressJar();
        Files.createDirectories(built.getParent());
        Files.writeString(built, "first");
        var first = planner(root).night();
        Files.writeString(built, "second");
        var second = planner(root).night();
        assertThat(Path.of(stressJar(first, root, home))).hasContent("first");
        assertThat(Path.of(stressJar(second, root, home))).hasContent("second");
        var again = planner(root).resume(first.plan().run().id());
        assertThat(Path.of(stressJar(again, root, home))).hasContent("first");
        Files.createFile(first.directory().upload());
        planner(root).night();
        assertThatThrownBy(() -> stressJar(again, root, home))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining(
                        "a jar of the plan is gone, run=" + again.plan().run().id());
        assertThat(Path.of(stressJar(second, root, home))).hasContent("second");
    }

    private RunDirectory newestOf(String kind) throws IOException {
        for (var run : RunDirectory.all(home)) {
            if (Documents.read(run.plan(), Plan.class).run().kind().equals(kind)) {
                return run;
            }
        }
        throw new AssertionError("no run of kind " + kind);
    }

    @Test
    void aSecondNightOnTheHostIsBusyAndLeavesNothing() throws Exception {
        try (var lock = HostLock.take(home.resolve("lock"))) {
            lock.nameRun("r1");
            assertThatThrownBy(() -> run(options(Optional.empty())))
                    .isInstanceOfSatisfying(
                            RunProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(ExitStatus.BUSY))
                    .hasMessageContaining("run=r1");
        }
        assertThat(RunDirectory.all(home)).isEmpty();
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsOneLine() throws Exception {
        var file = Files.writeString(home.resolve("file"), "in the way");
        var retry = new Retry(1, Duration.ZERO, Duration.ZERO, _ -> {}, () -> 0);
        var parts = new Night.Parts(
                home.resolve("lock"), CATALOG, Optional.of(children), FakeNight.LIMITS, retry, Duration.ofMinutes(5));
        var night = new Night(
                new Places(home, file.resolve("data")), options(Optional.empty()), parts, new PrintWriter(said, true));
        assertThatThrownBy(night::run)
                .isInstanceOfSatisfying(
                        RunProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(ExitStatus.MISSING))
                .hasMessageContaining("data directory not writable, home=" + file.resolve("data"));
    }

    @Test
    void anUnknownRunIsNamed() {
        assertThatThrownBy(() -> run(with(options(Optional.empty()), Optional.empty(), Optional.of("../../etc"))))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("unknown run, run=../../etc, newest=none");
    }
}
