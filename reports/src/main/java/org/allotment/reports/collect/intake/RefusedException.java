package org.allotment.reports.collect.intake;

import org.jspecify.annotations.Nullable;

/** An upload that is not taken; nothing of it is stored. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable String where;

    /** {@code where} names the place, if there is one. */
    public RefusedException(Reason reason, String message, @Nullable String where) {
        super(message);
        this.reason = reason;
        this.where = where;
    }

    /** Without a place. */
    public RefusedException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Where in the upload. */
    public @Nullable String where() {
        return where;
    }

    /** The reasons, with the words and the HTTP status that docs/result-format.md gives them. */
    public enum Reason {
        /** Not a document. */
        MALFORMED("malformed-document", 400),
        /** A document of a format that is not known here. */
        UNKNOWN_FORMAT("unknown-format", 400),
        /** Neither figures nor litmus tests. */
        MISSING_PART("missing-part", 400),
        /** A parameter or a header that cannot be. */
        BAD_PARAMETER("bad-parameter", 400),
        /** Not for this sender. */
        FORBIDDEN("forbidden", 403),
        /** The key was used for other bytes. */
        CONFLICT("conflict", 409),
        /** Above a limit. */
        TOO_LARGE("too-large", 413),
        /** A media type that is not taken. */
        UNSUPPORTED_TYPE("unsupported-type", 415),
        /** An encoding that is not taken. */
        UNSUPPORTED_ENCODING("unsupported-encoding", 415);

        private final String code;
        private final int status;

        Reason(String code, int status) {
            this.code = code;
            this.status = status;
        }

        /** The word. */
        public String code() {
            return code;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }
}
