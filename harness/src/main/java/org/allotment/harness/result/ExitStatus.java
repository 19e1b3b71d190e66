package org.allotment.harness.result;

/** How a command ends, in the order of precedence: usage, worse, missing, clean. */
public enum ExitStatus {
    /** The command line was wrong. */
    USAGE(2),
    /** Something that was measured is wrong: a forbidden state, a changed deterministic metric, a confirmed slowdown. */
    WORSE(1),
    /** Something that was expected is missing. */
    MISSING(3),
    /** Another runner holds this host; nothing was started. */
    BUSY(75),
    /** All that was expected is there and nothing is worse. */
    CLEAN(0);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The exit code of the process. */
    public int code() {
        return code;
    }

    /** The one of the two that takes precedence. */
    public ExitStatus and(ExitStatus other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
