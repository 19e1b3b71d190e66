package org.allotment.reports.store.write;

import java.nio.file.Path;

/**
 * One uploaded document, waiting on the disk.
 *
 * @param index     counts the parts of one name
 * @param sha256    of the bytes as they were sent
 * @param sizeBytes their number
 * @param gzip      file with the same bytes, compressed
 */
public record SpooledPart(String name, int index, String sha256, long sizeBytes, Path gzip) {}
