package org.allotment.reports.access;

import java.util.EnumSet;
import java.util.Set;

/** What a token is good for. */
public enum Right {
    /** Upload runs, and nothing else: it lies on every bench machine. */
    INGEST("ingest"),
    /** Take jobs and answer them, and nothing else: it lies on the bench machines that build what commits say. */
    AGENT("agent"),
    /** See everything of its project. */
    READ("read"),
    /** See, and say what a finding is worth. */
    TRIAGE("triage"),
    /** All of it, and who else may. */
    ADMIN("admin");

    private final String word;

    Right(String word) {
        this.word = word;
    }

    /** The word of the API, the command line and the store. */
    public String word() {
        return word;
    }

    /** Everything that a token of this scope may do. */
    public Set<Right> allowed() {
        return switch (this) {
            case INGEST -> EnumSet.of(INGEST);
            case AGENT -> EnumSet.of(AGENT);
            case READ -> EnumSet.of(READ);
            case TRIAGE -> EnumSet.of(READ, TRIAGE);
            case ADMIN -> EnumSet.allOf(Right.class);
        };
    }

    /** The scope with this word; throws {@link IllegalArgumentException} for any other. */
    public static Right of(String word) {
        for (Right scope : values()) {
            if (scope.word.equals(word)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("unknown scope, scope=" + word + ", known=ingest|agent|read|triage|admin");
    }
}
