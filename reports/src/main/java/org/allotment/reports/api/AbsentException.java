package org.allotment.reports.api;

/** What was asked for is not here. */
public final class AbsentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what. */
    public AbsentException(String message) {
        super(message);
    }
}
