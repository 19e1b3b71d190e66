package org.allotment.harness.nightly.past;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.RunId;

/** Rendered reports, a folder for each run: names of runs begin with their time. */
public final class PastReports {
    /** How many reports back history reaches, which is as far as Allure draws it. */
    public static final int REACH = 20;

    private static final String HISTORY = "history";
    private static final String TESTS = "history.json";

    private final Path folder;

    /** Those in this folder. */
    public PastReports(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the history of the newest report before one into the results that this one is made of. What cannot be read, because whoever
     * wrote it was stopped, is passed over for the report before it. Tests that no report of the last {@link #REACH} showed are left out.
     *
     * @param report  the name of the report to be
     * @param results the folder of its results
     * @return the report whose history it was, if there is one
     * @throws IOException if a folder cannot be read, or a file cannot be written
     */
    public Optional<Path> handOver(String report, Path results) throws IOException {
        var before = before(report);
        for (var each : before) {
            var files = read(each.resolve(HISTORY));
            if (!files.isEmpty()) {
                var oldest = before.size() < REACH ? Instant.EPOCH : RunId.start(name(before.get(REACH - 1)));
                write(files, oldest.toEpochMilli(), results.resolve(HISTORY));
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /**
     * The reports of runs behind the newest so many; what else lies in the folder is none.
     *
     * @param kept how many of the newest are left out
     * @return the others, the newest first
     * @throws IOException if the folder cannot be read
     */
    public List<Path> behind(int kept) throws IOException {
        return all().stream().skip(kept).toList();
    }

    private List<Path> before(String report) throws IOException {
        return all().stream().filter(each -> name(each).compareTo(report) < 0).toList();
    }

    /** The newest first. */
    private List<Path> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var reports = Files.list(folder)) {
            return reports.filter(each -> RunId.isOne(name(each)))
                    .sorted(Comparator.comparing(PastReports::name).reversed())
                    .toList();
        }
    }

    private static String name(Path report) {
        return report.getFileName().toString();
    }

    /** Documents by their names; none when one of them is none. */
    private static Map<String, JsonNode> read(Path history) throws IOException {
        var documents = new LinkedHashMap<String, JsonNode>();
        if (!Files.isDirectory(history)) {
            return documents;
        }
        try (var files = Files.list(history)) {
            for (var file :
                    files.filter(each -> name(each).endsWith(".json")).sorted().toList()) {
                var document = Documents.tree(Files.readString(file));
                if (!document.isContainerNode()) {
                    return Map.of();
                }
                documents.put(name(file), document);
            }
        } catch (IOException broken) {
            return Map.of();
        }
        return documents;
    }

    private static void write(Map<String, JsonNode> documents, long oldest, Path to) throws IOException {
        Files.createDirectories(to);
        for (var each : documents.entrySet()) {
            var document = each.getValue();
            if (each.getKey().equals(TESTS) && document instanceof ObjectNode tests) {
                forget(tests, oldest);
            } else if (document instanceof ArrayNode trend) {
                while (trend.size() > REACH) {
                    trend.remove(trend.size() - 1);
                }
            }
            Files.write(to.resolve(each.getKey()), Documents.line(document).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void forget(ObjectNode tests, long oldest) {
        for (var each = tests.elements(); each.hasNext(); ) {
            if (newest(each.next()) < oldest) {
                each.remove();
            }
        }
    }

    /** When a test ended the last time; what has no time is of no use. */
    private static long newest(JsonNode test) {
        var newest = Long.MIN_VALUE;
        for (var item : test.path("items")) {
            newest = Math.max(newest, item.at("/time/stop").asLong(Long.MIN_VALUE));
        }
        return newest;
    }
}
