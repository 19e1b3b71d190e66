package org.allotment.reports.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong.
 *
 * @param subject what: kind, name, metric and threads
 * @param detail  one sentence
 * @param runId   the run that first showed it
 */
public record Incident(
        long id,
        String project,
        String branch,
        String subject,
        String detail,
        @Nullable String commit,
        String runId,
        Instant opened) {}
