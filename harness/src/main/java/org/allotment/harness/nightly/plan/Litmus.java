package org.allotment.harness.nightly.plan;

/**
 * A litmus test as the stress suite lists it.
 *
 * @param engine the entry of the catalogue that it belongs to, or empty
 * @param inverted broken on purpose: it must be seen to fail
 * @param notApplicable why it cannot run here, or empty
 * @param estimateMillis expected wall time when it shares a process
 */
public record Litmus(
        String name,
        String engine,
        String description,
        int actors,
        boolean inverted,
        String notApplicable,
        long estimateMillis) {

    /** Plans of before the catalogue name no engine. */
    public Litmus {
        engine = engine == null ? "" : engine;
    }
}
