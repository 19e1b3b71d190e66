package org.allotment.harness.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON in and out, one way for all documents: unknown fields are ignored, nulls are written. */
public final class Documents {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Documents() {}

    /** One line of JSON, without a line end. */
    public static String line(Object document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException("not a document, type=" + document.getClass(), failure);
        }
    }

    /** The bytes of a document for people to read. */
    public static byte[] bytes(Object document) {
        try {
            var text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException("not a document, type=" + document.getClass(), failure);
        }
    }

    /**
     * Reads a document.
     *
     * @throws IOException if the text is not JSON, or not of this shape
     */
    public static <T> T read(String json, Class<T> type) throws IOException {
        var document = MAPPER.readValue(json, type);
        if (document == null) {
            throw new IOException("document is null, type=" + type.getSimpleName());
        }
        return document;
    }

    /**
     * Reads a document from a file.
     *
     * @throws IOException if the file cannot be read, is not JSON, or not of this shape
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return read(Files.readString(file), type);
    }

    /**
     * Reads any JSON.
     *
     * @throws IOException if the text is not one JSON value
     */
    public static JsonNode tree(String json) throws IOException {
        return MAPPER.readTree(json);
    }
}
