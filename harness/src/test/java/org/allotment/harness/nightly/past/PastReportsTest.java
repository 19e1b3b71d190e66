package org.allotment.harness.nightly.past;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PastReportsTest {
    private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    @Test
    void theFirstReportHasNoHistory() throws IOException {
        assertThat(handOver(0)).isEmpty();
        assertThat(results(0)).doesNotExist();
    }

    @Test
    void eachReportGoesOnFromTheOneBeforeIt() throws IOException {
        night(0);
        assertThat(handOver(1)).containsExactly(report(0));
        assertThat(tests(1)).containsExactly("always", "night 0");
        assertThat(trend(1)).hasSize(1);
        render(1);
        assertThat(handOver(2)).containsExactly(report(1));
        assertThat(tests(2)).containsExactly("always", "night 0", "night 1");
        assertThat(trend(2)).hasSize(2);
    }

    @Test
    void anOlderReportThatIsMadeAgainKnowsNothingOfLaterOnes() throws IOException {
        for (int night = 0; night < 3; night++) {
            night(night);
        }
        assertThat(handOver(1)).containsExactly(report(0));
    }

    @Test
    void aReportThatWasCutShortIsPassedOver() throws IOException {
        night(0);
        night(1);
        Path tests = report(1).resolve("history/history.json");
        Files.writeString(tests, Files.readString(tests).substring(0, 9));
        night2IsBasedOn(report(0));
        Files.writeString(tests, "");
        night2IsBasedOn(report(0));
        Files.delete(tests);
        Files.delete(report(1).resolve("history/history-trend.json"));
        night2IsBasedOn(report(0));
    }

    private void night2IsBasedOn(Path report) throws IOException {
        assertThat(handOver(2)).containsExactly(report);
    }

    /** Each night brings a test that no other has. */
    @Test
    void historyReachesBackSoFarAndNoFarther() throws IOException {
        List<Long> bytes = new ArrayList<>();
        int nights = 3 * PastReports.REACH;
        for (int night = 0; night < nights; night++) {
            night(night);
            bytes.add(Files.size(report(night).resolve("history/history.json")));
        }
        handOver(nights);
        List<String> kept = IntStream.range(nights - PastReports.REACH, nights)
                .mapToObj(PastReportsTest::only)
                .toList();
        assertThat(tests(nights).removeFirst()).isEqualTo("always");
        assertThat(tests(nights)).hasSize(1 + PastReports.REACH).containsAll(kept);
        assertThat(trend(nights)).hasSize(PastReports.REACH);
        assertThat(trend(nights).get(0).at("/data/total").asInt()).isEqualTo(nights - 1);
        assertThat(bytes.getLast()).isLessThan(2 * bytes.get(PastReports.REACH));
    }

    private void night(int night) throws IOException {
        handOver(night);
        render(night);
    }

    private List<Path> handOver(int night) throws IOException {
        return new PastReports(folder)
                .handOver(id(night), results(night)).stream().toList();
    }

    /** What Allure does with history, but for its limits. */
    private void render(int night) throws IOException {
        var start = FIRST.plus(Duration.ofDays(night)).toEpochMilli();
        var before = results(night).resolve("history");
        var tests = new ArrayList<String>();
        var trend = new ArrayList<String>();
        trend.add("{\"data\":{\"total\":" + night + "}}");
        var always = "";
        if (Files.isDirectory(before)) {
            for (var each : tree(before.resolve("history.json")).properties()) {
                if (each.getKey().equals("always")) {
                    always = "," + each.getValue().get("items").get(0);
                } else {
                    tests.add("\"" + each.getKey() + "\":" + each.getValue());
                }
            }
            tree(before.resolve("history-trend.json")).forEach(each -> trend.add(each.toString()));
        }
        var item = String.format(Locale.ROOT, "{\"time\":{\"start\":%d,\"stop\":%d}}", start, start + 5);
        tests.addFirst("\"always\":{\"items\":[" + item + always + "]}");
        tests.add("\"" + only(night) + "\":{\"items\":[" + item + "]}");
        var history = Files.createDirectories(report(night).resolve("history"));
        Files.writeString(history.resolve("history.json"), "{" + String.join(",", tests) + "}");
        Files.writeString(history.resolve("history-trend.json"), "[" + String.join(",", trend) + "]");
    }

    private List<String> tests(int night) throws IOException {
        var names = new ArrayList<String>();
        tree(results(night).resolve("history/history.json")).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private JsonNode trend(int night) throws IOException {
        return tree(results(night).resolve("history/history-trend.json"));
    }

    private static JsonNode tree(Path file) throws IOException {
        return Documents.tree(Files.readString(file));
    }

    private static String only(int night) {
        return "night " + night;
    }

    private Path report(int night) {
        return folder.resolve(id(night));
    }

    private Path results(int night) {
        return folder.resolve("results-" + night);
    }

    private static String id(int night) {
        return RunId.of(FIRST.plus(Duration.ofDays(night)), "0123abcd", night);
    }
}
