package org.allotment.harness.nightly.plan;

/**
 * A litmus test as the stress suite lists it.
 *
 * @param inverted broken on purpose: it must be seen to fail
 * @param notApplicable why it cannot run here, or empty
 * @param estimateMillis expected wall time when it shares a process
 */
public record Litmus(
        String name, String description, int actors, boolean inverted, String notApplicable, long estimateMillis) {}
