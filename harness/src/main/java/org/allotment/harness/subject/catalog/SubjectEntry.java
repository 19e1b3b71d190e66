package org.allotment.harness.subject.catalog;

import java.util.function.Supplier;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.Traits;

/**
 * One line of the catalogue. Nothing of the subject is loaded before {@link #probe} or {@link #opener} is called, so
 * that a forked JVM sees one subject class and no other.
 *
 * @param id stable name, a key of the history
 * @param engine the entry of our own catalogue that it belongs to; empty for rivals
 * @param traits what it can do
 * @param probe tells whether this host can run it
 * @param opener opens one for the calling thread
 */
public record SubjectEntry(
        String id, String engine, Traits traits, Supplier<Applicability> probe, Supplier<Subject> opener) {
    /**
     * Tells whether this host can run the subject.
     *
     * @return the answer with its reason
     */
    public Applicability applicability() {
        return probe.get();
    }

    /**
     * Opens the subject for the calling thread.
     *
     * @return a subject that only the calling thread uses and closes
     */
    public Subject open() {
        return opener.get();
    }
}
