package org.allotment.reports.store.keep;

import org.jdbi.v3.core.Handle;

/**
 * Told once a round of each old run, within the transaction that deletes it, or that thins the first of it: what it writes there stands if that does, and
 * else does not.
 */
@FunctionalInterface
public interface Witness {
    /** The run is gone, or something of it is, as soon as the transaction ends. */
    void saw(Handle handle, OldRun run);
}
