package org.allotment.reports.triage;

/** Somebody else changed it meanwhile; nothing was done. */
public final class StaleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names both versions. */
    StaleException(long incident, int wanted, int version) {
        super("changed meanwhile, incident=" + incident + ", version=" + version + ", found=" + wanted);
    }
}
