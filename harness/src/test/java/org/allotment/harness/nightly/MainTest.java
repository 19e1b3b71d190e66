package org.allotment.harness.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.publish.FakeServer;
import org.allotment.harness.result.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine(new Places(home, home))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonesuch",
                "nightly --profile slow",
                "nightly --only [",
                "bench --only [",
                "engines stray",
                "nightly --server ftp://x",
                "nightly --server :",
                "nightly --server http://bench_box:7411",
                "nightly --server http:///nobody",
                "nightly --server http://127.0.0.1:70000",
                "import x --server https://bench_box",
                "agent --server http://bench_box:7411",
                "nightly --resume r --only x",
                "nightly --port x",
                "nightly stray",
                "schedule",
                "schedule --cron --ci",
                "import",
                "serve --port x",
            })
    void wrongUsageSaysWhyShowsUsageAndExits2(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: allotment");
        assertThat(err.toString().lines().findFirst().orElse("")).isNotBlank().doesNotStartWith("Usage");
    }

    @Test
    void aHostThatNobodyCanAskIsNamed() {
        assertThat(run("nightly", "--no-publish", "--server", "http://bench_box:7411"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "allotment: host of letters, digits, dots and hyphens expected, server=http://bench_box:7411");
    }

    /** A file of one line ends in a line end; one of two lines is no token. */
    @Test
    void aLineEndBehindATokenIsNoPartOfItAndOneWithinIsRefused() throws IOException {
        var accepted = "{\"id\": \"8f14\", \"url\": \"/runs/8f14\", \"verdict\": {\"state\": \"green\", \"green\": 3}}";
        try (var server = new FakeServer().answer(201, accepted)) {
            var good = Path.of("../docs/golden/jmh.json").toString();
            var address = server.address().toString();
            assertThat(run("import", good, "--server", address, "--token", " alt_x\r\n"))
                    .isZero();
            assertThat(server.requests().getFirst().authorization()).isEqualTo("Bearer alt_x");
            var two = Files.writeString(home.resolve("token"), "alt_x\nalt_y\n").toString();
            assertThat(run("agent", "--server", address, "--token-file", two)).isEqualTo(2);
            assertThat(run("import", good, "--server", address, "--token", "alt_x\nalt_y"))
                    .isEqualTo(2);
            assertThat(run("nightly", "--no-publish", "--token", "alt_x alt_y")).isEqualTo(2);
            assertThat(err.toString())
                    .contains("token of letters, digits and signs expected")
                    .doesNotContain("alt_x");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("help")).isZero();
        assertThat(out.toString())
                .contains(
                        "nightly",
                        "bench",
                        "stress",
                        "serve",
                        "import",
                        "report",
                        "engines",
                        "schedule",
                        "doctor",
                        "help");
    }

    @Test
    void enginesAreListedByTheNamesThatOnlyTakes() {
        assertThat(run("engines")).isZero();
        assertThat(out.toString())
                .contains("| `tlsf` ", "(`-bare`)", "`allotment-context-long`", "| `full` ", "| `page-alloc-1t` ");
    }

    @Test
    void benchmarksThatAreNotThereAreWrongUsageInOneLine() {
        assertThat(run("bench", "--only", "Nonesuch")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("allotment: no benchmark that runs here matches, only=Nonesuch, names=bump,slab,tlsf,")
                .hasLineCount(1);
    }

    @Test
    void doctorSaysWhatIsThereAndWhatIsNot() {
        assertThat(run("doctor")).isZero();
        assertThat(out.toString()).contains("ok    JDK", "lacks dashboard", "disk");
    }

    @Test
    void whatIsNotBuiltIsOneLineAndExits3() {
        assertThat(run("nightly", "--no-publish")).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("allotment: litmus suite not built, jar=")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aBlankServerIsNoServer(String blank) {
        assertThat(run("nightly", "--no-publish", "--server", blank, "--token", blank))
                .isEqualTo(3);
        assertThat(err.toString()).startsWith("allotment: litmus suite not built, jar=");
        var file = Path.of("../docs/golden/jmh-foreign.json").toString();
        assertThat(run("import", file, "--server", blank, "--port", "1")).isEqualTo(3);
        assertThat(err.toString()).contains("dashboard not built, jar=");
    }

    @Test
    void importRefusesWhatIsNoResultBeforeItSendsAnything() throws IOException {
        assertThat(run("import", home.resolve("absent").toString())).isEqualTo(3);
        var file = Files.writeString(home.resolve("x.json"), "{\"not\": \"an array\"}");
        assertThat(run("import", file.toString(), "--server", "http://127.0.0.1:1"))
                .isEqualTo(3);
        var broken = Files.writeString(home.resolve("y.json"), "[{");
        assertThat(run("import", broken.toString(), "--server", "http://127.0.0.1:1"))
                .isEqualTo(3);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("not there or not readable, source="),
                        line -> assertThat(line).contains("an array is expected, source="),
                        line -> assertThat(line).contains("no JMH result, source="));
    }

    @Test
    void importGoesOnAfterWhatWasRefused() throws IOException {
        var accepted = "{\"id\": \"8f14\", \"url\": \"/runs/8f14\", \"verdict\": {\"state\": \"green\", \"green\": 3}}";
        try (var server =
                new FakeServer().answer(400, "{\"error\": {\"code\": \"x\"}}").answer(201, accepted)) {
            var foreign = Path.of("../docs/golden/jmh-foreign.json").toString();
            var good = Path.of("../docs/golden/jmh.json").toString();
            var absent = home.resolve("absent").toString();
            var address = server.address().toString();
            assertThat(run("import", absent, foreign, good, "--server", address))
                    .isEqualTo(3);
            assertThat(server.requests()).hasSize(2);
            assertThat(out.toString()).contains("jmh.json: green", "page: " + address + "/runs/8f14");
            assertThat(err.toString().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("not there or not readable, source=" + absent),
                            line -> assertThat(line).contains("refused by the dashboard, status=400"));
        }
    }

    @Test
    void reportShowsTheNightAndNotItsSecondLook() throws IOException {
        plant("20260102T030405Z-0123abcd-0001", "nightly");
        plant("20260102T030406Z-0123abcd-0002", "confirm");
        assertThat(run("report")).isEqualTo(3);
        assertThat(err.toString()).contains("Allure is not unpacked");
        try (var results = Files.list(home.resolve("report/results"))) {
            assertThat(results.map(Path::getFileName).map(Path::toString)).containsExactly("nightly-result.json");
        }
    }

    private void plant(String id, String kind) throws IOException {
        var run = RunDirectory.of(home, id);
        Files.createDirectories(run.allure());
        Files.writeString(run.plan(), "{\"run\": {\"kind\": \"" + kind + "\"}}");
        Files.writeString(run.allure().resolve(kind + "-result.json"), "{}");
    }

    @Test
    void reportWithNothingToReportSaysSo() {
        assertThat(run("report")).isEqualTo(3);
        assertThat(err.toString()).contains("nothing to report: run ./allotment test or ./allotment nightly first");
    }
}
