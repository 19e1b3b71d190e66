package org.allotment.reports.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The recorded files: the three documents of one night, and the commits of one history. */
final class RealNight {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RealNight() {}

    /**
     * One commit that was made.
     *
     * @param time of the commit
     * @param parents hashes, the first parent first
     */
    record Commit(String sha, Instant time, List<String> parents, String subject) {}

    /** One document of the night, of which the caller may change its copy. */
    static JsonNode document(String name) {
        try (InputStream in = new GZIPInputStream(resource(name + ".gz"))) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("recorded document cannot be read, name=" + name, e);
        }
    }

    /** The bytes of one document as they were recorded. */
    static byte[] bytes(String name) {
        try (InputStream in = new GZIPInputStream(resource(name + ".gz"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("recorded document cannot be read, name=" + name, e);
        }
    }

    /** The commits, oldest first. */
    static List<Commit> commits() {
        try (InputStream in = resource("commits.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Commit(cells[0], Instant.parse(cells[1]), List.of(cells[2].split(" ")), cells[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("recorded commits cannot be read", e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(RealNight.class.getResourceAsStream("/replay/" + name), name);
    }
}
