package org.allotment.reports.collect;

/**
 * What became of an upload.
 *
 * @param created false when the same key and bytes had been stored before
 */
public record Receipt(String runId, boolean created) {}
