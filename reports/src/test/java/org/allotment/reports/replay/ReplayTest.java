package org.allotment.reports.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allotment.reports.replay.RealNight.Commit;
import org.junit.jupiter.api.Test;

final class ReplayTest {

    private final ObjectMapper json = new ObjectMapper();
    private final Replay replay = new Replay(Instant.parse("2027-03-04T05:06:07Z"));

    @Test
    void theFilesNameNoHostUserOrPath() {
        for (String name : List.of("jmh.json", "stress.json", "environment.json")) {
            assertThat(new String(RealNight.bytes(name), StandardCharsets.UTF_8))
                    .as(name)
                    .doesNotContainPattern("\"/|/(home|root|tmp|usr|var|work)/|@")
                    .doesNotContainPattern("\"host\" : \"(?!replayed\")")
                    .doesNotContainPattern("\"author\" : \"[^\"]");
        }
    }

    @Test
    void theHistoryIsWholeAndInOrder() {
        List<Commit> commits = RealNight.commits();
        assertThat(commits).hasSizeGreaterThanOrEqualTo(Replay.NIGHTS);
        assertThat(commits).extracting(Commit::time).isSorted();
        assertThat(commits)
                .extracting(Commit::sha)
                .doesNotHaveDuplicates()
                .allMatch(sha -> sha.matches("[0-9a-f]{40}"));
        assertThat(commits).extracting(Commit::subject).noneMatch(String::isBlank);
    }

    @Test
    void undrawnSamplesGiveTheFiguresThatJmhGave() {
        for (JsonNode element : RealNight.document("jmh.json")) {
            ObjectNode primary = (ObjectNode) element.get("primaryMetric");
            int[] all = IntStream.range(0, Metrics.samples(primary).length).toArray();
            assertSame(primary, all);
            element.get("secondaryMetrics").forEach(metric -> assertSame((ObjectNode) metric, all));
        }
    }

    @Test
    void everySampleOfANightWasMeasuredForItsBenchmark() throws IOException {
        Map<String, List<JsonNode>> real = Bootstrap.grouped(RealNight.document("jmh.json"));
        Map<String, List<JsonNode>> drawn =
                Bootstrap.grouped(json.readTree(replay.night(7).jmh()));
        assertThat(drawn.keySet()).isEqualTo(real.keySet());
        drawn.forEach((identity, forks) -> {
            List<JsonNode> measured = real.getOrDefault(identity, List.of());
            assertThat(forks).hasSameSizeAs(measured);
            assertThat(values(measured)).containsAll(values(forks));
        });
    }

    @Test
    void theSameNightIsTheSameAndAnotherIsAnother() {
        Replay again = new Replay(Instant.parse("2027-03-04T05:06:07Z"));
        assertThat(again.night(7)).usingRecursiveComparison().isEqualTo(replay.night(7));
        assertThat(again.night(8).jmh()).isNotEqualTo(replay.night(7).jmh());
    }

    @Test
    void aNightNamesItsCommitAndSaysThatItWasReplayedAndWhatWasPlanted() throws IOException {
        JsonNode environment = json.readTree(replay.story(Replay.NIGHTS - 1).environment());
        Commit commit = RealNight.commits().getLast();
        assertThat(environment.at("/commit/sha").asText()).isEqualTo(commit.sha());
        assertThat(environment.at("/commit/subject").asText()).isEqualTo(commit.subject());
        assertThat(environment.at("/run/project").asText()).isEqualTo(Replay.PROJECT);
        assertThat(environment.at("/run/started").asText()).isEqualTo("2027-03-04T02:00:00Z");
        assertThat(environment.at("/run/note").asText())
                .contains(
                        "replayed", "not measured", "planted: pair of allotment-tlsf × 1.33", "a broken SpinExclusion");
        assertThat(json.readTree(replay.night(3).environment()).at("/run/note").asText())
                .contains("replayed")
                .doesNotContain("planted");
    }

    private static Set<Double> values(List<JsonNode> forks) {
        return forks.stream()
                .flatMap(fork -> Arrays.stream(Metrics.samples(fork.get("primaryMetric")))
                        .boxed())
                .collect(Collectors.toSet());
    }

    private static void assertSame(ObjectNode metric, int... all) {
        ObjectNode again = metric.deepCopy();
        Metrics.draw(again, all);
        for (String field : List.of("score", "scoreError")) {
            assertClose(again.get(field), metric.get(field));
        }
        Iterator<JsonNode> confidence = metric.get("scoreConfidence").iterator();
        again.get("scoreConfidence").forEach(end -> assertClose(end, confidence.next()));
        metric.get("scorePercentiles")
                .properties()
                .forEach(each -> assertClose(again.get("scorePercentiles").get(each.getKey()), each.getValue()));
    }

    private static void assertClose(JsonNode actual, JsonNode expected) {
        if (expected.isTextual()) {
            assertThat(actual.asText()).isEqualTo(expected.asText());
        } else {
            double value = expected.asDouble();
            assertThat(actual.asDouble()).isCloseTo(value, within(Math.abs(value) * 1e-9 + 1e-12));
        }
    }
}
