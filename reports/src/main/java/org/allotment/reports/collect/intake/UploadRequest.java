package org.allotment.reports.collect.intake;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One upload as it arrives; null is a header or a parameter that was not sent.
 *
 * @param only the one project that the sender may add to, null for any
 * @param body read once, never closed here
 */
public record UploadRequest(
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String idempotencyKey,
        @Nullable String project,
        @Nullable String commit,
        @Nullable String branch,
        @Nullable String only,
        InputStream body) {
    /** Of a sender who may add to any project. */
    public UploadRequest(
            @Nullable String contentType,
            @Nullable String contentEncoding,
            @Nullable String idempotencyKey,
            @Nullable String project,
            @Nullable String commit,
            @Nullable String branch,
            InputStream body) {
        this(contentType, contentEncoding, idempotencyKey, project, commit, branch, null, body);
    }
}
