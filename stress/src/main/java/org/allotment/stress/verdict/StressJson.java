package org.allotment.stress.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads and writes the graded document as JSON. */
public final class StressJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StressJson() {}

    /**
     * Writes a document.
     *
     * @param document the document
     * @return JSON, indented, ending in a line feed
     */
    public static String write(StressDocument document) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of records is always writable", e);
        }
    }

    /**
     * Reads a document; fields it does not know are ignored.
     *
     * @param json the text
     * @return the document
     * @throws IllegalArgumentException if the text is not such a document; the message names the place
     */
    public static StressDocument read(String json) {
        try {
            StressDocument document = MAPPER.readValue(json, StressDocument.class);
            if (!StressDocument.FORMAT.equals(document.format())) {
                throw new IllegalArgumentException("not a stress document, format=" + document.format());
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not a stress document: " + e.getOriginalMessage() + ", where="
                            + (e.getLocation() == null ? "?" : e.getLocation().offsetDescription()),
                    e);
        }
    }
}
