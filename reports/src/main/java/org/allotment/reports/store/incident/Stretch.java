package org.allotment.reports.store.incident;

import org.jspecify.annotations.Nullable;

/**
 * The commits that hold a cause: behind those of the run {@code afterId}, up to and with those of {@code untilId}. Places are those
 * of the commits on the axis.
 *
 * @param afterId null when nothing lies before
 */
public record Stretch(@Nullable String afterId, long after, String untilId, long until) {
    /** From a run before, if there is one, to a run; it is never empty. */
    public static Stretch of(@Nullable String afterId, long after, String untilId, long until) {
        return new Stretch(afterId, afterId == null ? Long.MIN_VALUE : Math.min(after, until - 1), untilId, until);
    }

    /** Whether one commit may be the cause of both. */
    public boolean meets(Stretch other) {
        return after < other.until && other.after < until;
    }

    /** The commits of both. */
    public Stretch with(Stretch other) {
        Stretch late = after >= other.after ? this : other;
        Stretch early = until <= other.until ? this : other;
        return new Stretch(late.afterId, late.after, early.untilId, early.until);
    }
}
