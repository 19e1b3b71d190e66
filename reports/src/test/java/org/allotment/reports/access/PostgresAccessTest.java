package org.allotment.reports.access;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresAccessTest extends AccessContract {
    @Override
    Store open() {
        return Store.of(Postgres.freshDatabase());
    }
}
