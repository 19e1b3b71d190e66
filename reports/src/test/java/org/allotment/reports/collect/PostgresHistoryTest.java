package org.allotment.reports.collect;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresHistoryTest extends HistoryContract {
    @Override
    Store emptyStore() {
        return Store.of(Postgres.freshDatabase());
    }
}
