package org.allotment.reports.store.write;

import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.StressDocument;
import org.jspecify.annotations.Nullable;

/**
 * A run without its figures.
 *
 * @param key         idempotency key, unique within the project
 * @param contentHash SHA-256 over the parts
 * @param commitSha   null for a run that is kept by time and never judged
 * @param jmhVersion  as the results say it
 */
public record RunHeader(
        String id,
        String project,
        String branch,
        String key,
        String contentHash,
        Instant received,
        Instant started,
        @Nullable String commitSha,
        String environmentClass,
        EnvironmentDocument environment,
        @Nullable String jmhVersion,
        @Nullable StressDocument stress,
        List<SpooledPart> parts) {
    /** Immutable. */
    public RunHeader {
        parts = List.copyOf(parts);
    }
}
