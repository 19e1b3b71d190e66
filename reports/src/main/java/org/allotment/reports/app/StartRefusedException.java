package org.allotment.reports.app;

/** The settings do not allow a start; the message is the one line that the user needs. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the line. */
    public StartRefusedException(String message) {
        super(message);
    }
}
