package org.allotment.harness.nightly.publish;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.allotment.harness.checkout.Sha256;
import org.allotment.harness.result.RunDirectory;

/**
 * The documents of an upload as one multipart body.
 *
 * @param parts in the order in which they are sent
 */
public record UploadBody(List<Part> parts) {

    private static final Set<String> RESULTS = Set.of("jmh", "stress");

    /**
     * One document.
     *
     * @param name {@code jmh}, {@code stress}, {@code heap} or {@code environment}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Part(String name, byte[] content) {}

    /** Keeps its own copy. */
    public UploadBody {
        parts = List.copyOf(parts);
    }

    /**
     * The documents of a run.
     *
     * @throws IOException if one cannot be read
     */
    public static UploadBody of(RunDirectory run) throws IOException {
        var parts = new ArrayList<Part>();
        add(parts, "jmh", run.jmh());
        add(parts, "stress", run.stress());
        add(parts, "heap", run.heap());
        add(parts, "environment", run.environment());
        return new UploadBody(parts);
    }

    /**
     * A JMH file of any project.
     *
     * @throws IOException if it cannot be read
     */
    public static UploadBody ofJmh(Path file) throws IOException {
        return new UploadBody(List.of(new Part("jmh", Files.readAllBytes(file))));
    }

    private static void add(List<Part> parts, String name, Path file) throws IOException {
        if (Files.exists(file)) {
            parts.add(new Part(name, Files.readAllBytes(file)));
        }
    }

    /** Whether there is anything that the dashboard would take. */
    public boolean hasResults() {
        return parts.stream().anyMatch(part -> RESULTS.contains(part.name()));
    }

    boolean holds(String name) {
        return parts.stream().anyMatch(part -> part.name().equals(name));
    }

    /** All other parts: another upload, with a key of its own. */
    UploadBody without(String name) {
        return new UploadBody(
                parts.stream().filter(part -> !part.name().equals(name)).toList());
    }

    /** SHA-256 of the parts: the same documents have the same key, whenever they are sent. */
    public String key() {
        var bytes = new ArrayList<byte[]>();
        for (var part : parts) {
            bytes.add((part.name() + "\n" + part.content().length + "\n").getBytes(StandardCharsets.UTF_8));
            bytes.add(part.content());
        }
        return Sha256.of(bytes.toArray(byte[][]::new));
    }

    /**
     * The key of an upload with a query: the same documents under another commit are another upload, not the same again.
     *
     * @param query parameters of the request; without any the key is that of the parts
     */
    public String key(Map<String, String> query) {
        if (query.isEmpty()) {
            return key();
        }
        var text = new StringBuilder(key());
        new TreeMap<>(query)
                .forEach((name, value) -> text.append('\n')
                        .append(name)
                        .append('=')
                        .append(value.length())
                        .append(':')
                        .append(value));
        return Sha256.of(text.toString());
    }

    /** Separates the parts; made of their hash, so that none of them holds it. */
    String boundary() {
        return "allotment-" + key().substring(0, 32);
    }

    byte[] compressed() throws IOException {
        var boundary = boundary();
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (var part : parts) {
                var head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name()
                        + "\"; filename=\"" + part.name()
                        + ".json\"\r\nContent-Type: application/json\r\n\r\n";
                out.write(head.getBytes(StandardCharsets.UTF_8));
                out.write(part.content());
                out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            out.write(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
