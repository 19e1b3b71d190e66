package org.allotment.reports.store;

/** The store cannot be reached or cannot write now; the same call may succeed later. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the driver's own error. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
