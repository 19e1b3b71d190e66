package org.allotment.reports.store.change;

/** A run whose series are still to be searched, and where it stood when that was asked. */
public record PendingRun(String id, long order) {}
