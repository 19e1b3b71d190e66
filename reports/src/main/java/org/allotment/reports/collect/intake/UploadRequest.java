package org.allotment.reports.collect.intake;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One upload as it arrives; null is a header or a parameter that was not sent.
 *
 * @param body read once, never closed here
 */
public record UploadRequest(
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String idempotencyKey,
        @Nullable String project,
        @Nullable String commit,
        @Nullable String branch,
        InputStream body) {}
