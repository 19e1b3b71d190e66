package org.allotment.reports.store.read.producer;

import java.util.Optional;
import org.allotment.reports.store.Store;

/** Names of runs where they were made. */
public final class ProducerQuery {
    private final Store store;

    /** Over an open store. */
    public ProducerQuery(Store store) {
        this.store = store;
    }

    /** The producer's own id of a run; empty where it sent none, or there is no such run. */
    public Optional<String> of(String run) {
        return store.read(
                handle -> handle.createQuery("SELECT external_id FROM run WHERE id = :run AND external_id IS NOT NULL")
                        .bind("run", run)
                        .mapTo(String.class)
                        .findOne());
    }
}
