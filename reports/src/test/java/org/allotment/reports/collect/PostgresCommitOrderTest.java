package org.allotment.reports.collect;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresCommitOrderTest extends CommitOrderContract {
    @Override
    Store emptyStore() {
        return Store.of(Postgres.freshDatabase());
    }
}
