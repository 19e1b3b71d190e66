package org.allotment.harness.nightly.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.past.PastReports;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunId;
import org.allotment.harness.result.RunProblem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Reports of nights that follow one another, rendered by a tool that stands in for Allure. */
final class ReportCommandTest {
    private static final String FIRST = "20260102T030405Z-0123abcd-0001";
    private static final String SECOND = "20260103T030405Z-0123abcd-0002";
    private static final String THIRD = "20260104T030405Z-0123abcd-0003";

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /** Takes and leaves history where Allure does: the trend of the results, with one more in front. */
    private static final String TOOL = """
            package io.qameta.allure;

            import java.nio.file.Files;
            import java.nio.file.Path;

            public final class CommandLine {
                public static void main(String[] arguments) throws Exception {
                    Path results = Path.of(arguments[1]);
                    Path before = results.resolve("history/history-trend.json");
                    Path page = Path.of(arguments[3]);
                    Path history = Files.createDirectories(page.resolve("history"));
                    try (var files = Files.list(results)) {
                        long count = files.filter(file -> file.toString().endsWith("-result.json")).count();
                        String old = Files.exists(before) ? Files.readString(before).strip() : "[]";
                        String rest = old.substring(1, old.length() - 1);
                        Files.writeString(
                                history.resolve("history-trend.json"),
                                "[" + count + (rest.isBlank() ? "" : "," + rest) + "]");
                    }
                    Files.writeString(page.resolve("index.html"), "report");
                }
            }
            """;

    @TempDir
    private Path home;

    @SuppressWarnings("NullAway.Init")
    private Places places;

    @BeforeEach
    void aToolThatStandsInForAllure() throws IOException {
        places = new Places(home, home);
        var classes = Files.createDirectories(places.allure().resolve("lib/config"));
        var source = Files.writeString(home.resolve("CommandLine.java"), TOOL);
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        assertThat(compiler.run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString()))
                .isZero();
    }

    @Test
    void eachNightsReportGoesOnFromTheOneBeforeIt() throws IOException {
        night(FIRST, 1);
        report();
        assertThat(trend(FIRST)).containsExactly(1);
        night(SECOND, 2);
        report();
        assertThat(trend(SECOND)).containsExactly(2, 1);
        night(THIRD, 3);
        report();
        assertThat(trend(THIRD)).containsExactly(3, 2, 1);
        assertThat(trend(FIRST)).containsExactly(1);
    }

    @Test
    void aReportThatIsMadeAgainIsTheSame() throws IOException {
        night(FIRST, 1);
        report();
        night(SECOND, 2);
        report();
        report();
        report(FIRST);
        assertThat(trend(SECOND)).containsExactly(2, 1);
        assertThat(trend(FIRST)).containsExactly(1);
    }

    @Test
    void oldReportsGoWhenAskedAndTheOneMadeNowStays() throws IOException {
        var nights = IntStream.range(0, PastReports.REACH + 3)
                .mapToObj(night -> RunId.of(START.plus(Duration.ofDays(night)), "0123abcd", night))
                .toList();
        for (var id : nights) {
            night(id, 1);
            Files.createDirectories(places.allureReports().resolve(id).resolve("history"));
        }
        var other = Files.createDirectories(places.allureReports().resolve("unit-tests"));
        assertThat(reports()).hasSize(PastReports.REACH + 4);
        assertThat(execute(0, "--keep", "20")).contains("deleted=3");
        assertThat(reports()).hasSize(PastReports.REACH + 1).doesNotContainAnyElementsOf(nights.subList(0, 3));
        assertThat(other).exists();
        assertThat(execute(0, "--keep", "20", nights.getFirst())).contains("deleted=0");
        assertThat(reports()).hasSize(PastReports.REACH + 2).contains(nights.getFirst());
    }

    @Test
    void reportsThatHistoryReachesAreKept() throws IOException {
        night(FIRST, 1);
        assertThat(execute(ExitStatus.USAGE.code(), "--keep", "19")).contains("out of range, --keep=19, min=20");
        assertThat(places.allureReports()).doesNotExist();
    }

    private List<String> reports() throws IOException {
        try (var reports = Files.list(places.allureReports())) {
            return reports.map(each -> each.getFileName().toString()).toList();
        }
    }

    private void night(String id, int results) throws IOException {
        var run = RunDirectory.of(home, id);
        Files.createDirectories(run.allure());
        for (int result = 0; result < results; result++) {
            Files.writeString(run.allure().resolve(result + "-result.json"), "{}");
        }
    }

    private void report(String... arguments) {
        assertThat(execute(0, arguments)).contains("report: ");
    }

    private String execute(int status, String... arguments) {
        var told = new StringWriter();
        var out = new PrintWriter(told, true);
        var code = new CommandLine(new ReportCommand(places))
                .setOut(out)
                .setErr(out)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    out.println(failure.getMessage());
                    return failure instanceof RunProblem problem
                            ? problem.status().code()
                            : -1;
                })
                .execute(arguments);
        assertThat(code).as(told.toString()).isEqualTo(status);
        return told.toString();
    }

    private List<Integer> trend(String id) throws IOException {
        var file = places.allureReports().resolve(id).resolve("history/history-trend.json");
        return Documents.read(file, Trend.class);
    }

    private static final class Trend extends ArrayList<Integer> {
        private static final long serialVersionUID = 1;
    }
}
