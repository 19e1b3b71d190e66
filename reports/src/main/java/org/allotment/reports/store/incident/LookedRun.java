package org.allotment.reports.store.incident;

/**
 * A run that is looked at for incidents.
 *
 * @param scope    of what is wrong with it
 * @param stretch  from the night before it to itself
 * @param received when it came in, in milliseconds
 */
public record LookedRun(String id, Scope scope, Stretch stretch, long received) {}
