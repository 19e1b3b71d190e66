package org.allotment.reports.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.allotment.reports.Golden;
import org.allotment.reports.replay.Replay;

/** Two runs of a project whose every text is meant to break a page: markup, quotes, a turned direction, great length. */
final class Hostile {

    static final String PROJECT = "hostile <b>&\"'";
    static final String NAME =
            "org.example.Evil<script>document.title='owned'</script>\"'><img src=x onerror=\"document.title='owned'\">\u202Eesrever.run";
    static final String LONG_NAME = "org.example." + "VeryLongName".repeat(41) + ".measure";
    static final String TEST = "org.example.Evil/<script>document.title='owned'</script>?a=b#c";

    private static final String TEXT = "<script>document.title='owned'</script> & \"quotes\" 'n' things";

    private final ObjectMapper json = new ObjectMapper();

    /** The documents of one of the runs, which started long before all others. */
    Replay.Upload run(int number) {
        try {
            return new Replay.Upload(jmh(), stress(), environment(number));
        } catch (IOException e) {
            throw new UncheckedIOException("golden document cannot be changed", e);
        }
    }

    private String jmh() throws IOException {
        ArrayNode elements = json.createArrayNode();
        elements.add(element(NAME, Map.of("<b>k", "\"><script>document.title='owned'</script>")));
        elements.add(element(LONG_NAME, Map.of("text", "x".repeat(500))));
        return json.writeValueAsString(elements);
    }

    private ObjectNode element(String name, Map<String, String> params) throws IOException {
        ObjectNode element =
                (ObjectNode) json.readTree(Golden.bytes("jmh.json")).get(0);
        ObjectNode names = element.put("benchmark", name).putObject("params");
        params.forEach(names::put);
        return element;
    }

    private String stress() throws IOException {
        ObjectNode document = (ObjectNode) json.readTree(Golden.bytes("stress.json"));
        document.withArray("tests").forEach(test -> {
            ObjectNode node = (ObjectNode) test;
            node.put(
                            "name",
                            node.path("verdict").asText().equals("red")
                                    ? TEST
                                    : node.path("name").asText() + TEXT)
                    .put("description", TEXT)
                    .put("reason", node.path("reason").asText().isEmpty() ? "" : TEXT);
            node.withArray("failures").forEach(failure -> ((ObjectNode) failure).put("log", TEXT));
        });
        return json.writeValueAsString(document);
    }

    private String environment(int number) throws IOException {
        ObjectNode document = (ObjectNode) json.readTree(Golden.bytes("environment.json"));
        document.withObject("run")
                .put("id", "hostile-" + number)
                .put("project", PROJECT)
                .put("note", TEXT)
                .put("started", "2020-01-0" + (number + 1) + "T02:00:00Z")
                .putNull("ended");
        document.withObject("commit").put("subject", TEXT).put("author", TEXT).put("branch", "<b>main");
        document.withObject("machine").put("label", TEXT).put("host", TEXT);
        return json.writeValueAsString(document);
    }
}
