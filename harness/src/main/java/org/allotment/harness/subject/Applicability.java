package org.allotment.harness.subject;

import java.util.function.Supplier;

/**
 * Whether something can be run here, and if not, why.
 *
 * @param reason one sentence, or empty when it can be run
 */
public record Applicability(String reason) {
    private static final Applicability YES = new Applicability("");

    /**
     * Nothing stands against it.
     *
     * @return the answer "applicable"
     */
    public static Applicability applicable() {
        return YES;
    }

    /**
     * It cannot be run.
     *
     * @param reason one sentence for the reader of the run, not blank
     * @return the answer "not applicable"
     */
    public static Applicability notApplicable(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a reason is needed, reason=" + reason);
        }
        return new Applicability(reason);
    }

    /**
     * Tells whether it can be run.
     *
     * @return true when no reason stands against it
     */
    public boolean isApplicable() {
        return reason.isEmpty();
    }

    /**
     * Keeps this answer when it is negative, else asks further.
     *
     * @param next asked only when nothing stood against it so far
     * @return the first negative answer, or the last
     */
    public Applicability and(Supplier<Applicability> next) {
        return isApplicable() ? next.get() : this;
    }
}
