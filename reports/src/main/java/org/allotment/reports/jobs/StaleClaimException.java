package org.allotment.reports.jobs;

/** Somebody spoke of a job under a claim that is not its newest, or of one that has ended. */
public final class StaleClaimException extends Exception {
    private static final long serialVersionUID = 1L;

    StaleClaimException(String message) {
        super(message);
    }
}
