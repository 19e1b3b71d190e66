package org.allotment.reports.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.time.Instant;

/** What a document may be at most. */
public final class Limits {
    /** Characters of a benchmark, test, metric, parameter or branch name, or of a litmus state. */
    public static final int NAME_LENGTH = 512;

    /** Characters of any other text. */
    public static final int TEXT_LENGTH = 65_536;

    /** Metrics of one JMH document, primary and secondary. */
    public static final int METRICS = 200_000;

    /**
     * What all documents of one upload may make a reader keep: a figure counts 1, a field {@link #FIELD}. It follows the
     * heap, because the bytes of a document do not say what it becomes: {@code [0,0,…} is two bytes a figure.
     */
    public static final long KEPT_VALUES = Math.clamp(Runtime.getRuntime().maxMemory() / 96, 1L << 19, 1L << 24);

    /** Characters that all documents of one upload may make a reader keep. */
    public static final long KEPT_CHARACTERS = Math.clamp(Runtime.getRuntime().maxMemory() / 16, 1L << 22, 1L << 27);

    /** What a field counts: a name and a place in a map. */
    static final int FIELD = 4;

    /** Bytes of one document. */
    public static final long DOCUMENT_BYTES = 256L << 20;

    /** Levels of nesting. */
    public static final int DEPTH = 64;

    /** Characters of one number. */
    public static final int NUMBER_LENGTH = 512;

    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final long TOKENS = 100_000_000L;

    private Limits() {}

    /** No duplicate names, every limit set. */
    static JsonFactory json() {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxNumberLength(NUMBER_LENGTH)
                        .maxStringLength(TEXT_LENGTH)
                        .maxNameLength(NAME_LENGTH)
                        .maxDocumentLength(DOCUMENT_BYTES)
                        .maxTokenCount(TOKENS)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }
}
