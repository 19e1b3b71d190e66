package org.allotment.reports.store.keep;

/** A run that is not to stay as it is, and the project that it is of. */
public record OldRun(String run, String project) {}
