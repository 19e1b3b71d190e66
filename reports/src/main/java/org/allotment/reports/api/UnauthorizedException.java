package org.allotment.reports.api;

/** No token, or not the right one. */
final class UnauthorizedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnauthorizedException(String message) {
        super(message);
    }
}
