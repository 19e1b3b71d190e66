package org.allotment.reports.collect.intake;

import org.jspecify.annotations.Nullable;

/**
 * What one upload may be at most.
 *
 * @param wireBytes     as it comes over the network
 * @param unpackedBytes without its compression, all parts together
 * @param ratio         unpacked bytes for each byte on the wire, looked at once {@code ratioFloor} bytes are unpacked
 * @param parts         number of parts
 */
public record UploadLimits(long wireBytes, long unpackedBytes, long ratio, long ratioFloor, int parts) {
    /** The limits of docs/result-format.md. */
    public static final UploadLimits STANDARD = new UploadLimits(32L << 20, 256L << 20, 100, 64L << 10, 256);

    /** Whether what says of itself how long it is may be read at all. */
    public boolean allows(@Nullable String contentLength) {
        boolean told = contentLength != null && contentLength.matches("[0-9]{1,18}");
        return !told || Long.parseLong(contentLength) <= wireBytes;
    }
}
