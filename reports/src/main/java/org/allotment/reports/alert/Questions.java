package org.allotment.reports.alert;

import org.jdbi.v3.core.Handle;

/** Asks what is to be confirmed before it may be said. */
@FunctionalInterface
public interface Questions {
    /** Nobody is there to be asked. */
    Questions NONE = (handle, project) -> {};

    /** Asks about all of a project that nobody asked about yet, within the transaction that is to let its notices out. */
    void ask(Handle handle, String project);
}
