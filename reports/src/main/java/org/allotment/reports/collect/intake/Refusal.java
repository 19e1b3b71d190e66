package org.allotment.reports.collect.intake;

import java.io.IOException;
import org.allotment.reports.collect.intake.RefusedException.Reason;

/** A limit met inside of a stream, where only an {@link IOException} can get out. */
final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Refusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RefusedException asRefused() {
        return new RefusedException(reason, String.valueOf(getMessage()));
    }

    /** Finds the refusal behind what a library made of it, or rethrows. */
    static RefusedException in(IOException fault) throws IOException {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal.asRefused();
            }
        }
        throw fault;
    }
}
