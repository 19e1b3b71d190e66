package org.allotment.reports.store.incident;

/** Where and in which direction: signs of one scope may belong together. */
public record Scope(String project, String branch, String environment, boolean worse) {}
