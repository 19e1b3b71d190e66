package org.allotment.reports.collect;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresChangeTest extends ChangeContract {
    @Override
    Store emptyStore() {
        return Store.of(Postgres.freshDatabase());
    }
}
