package org.allotment.reports.access;

/** The caller is not let in, or not that far. */
public final class DeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean known;

    private DeniedException(boolean known, String message) {
        super(message);
        this.known = known;
    }

    /** Nobody knows who asks. */
    static DeniedException unknown(String message) {
        return new DeniedException(false, message);
    }

    /** It is known who asks, and that this is not for them. */
    public static DeniedException forbidden(String message) {
        return new DeniedException(true, message);
    }

    /** True when it is known who asks. */
    public boolean isKnown() {
        return known;
    }
}
