package org.allotment.reports.alert;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresNoticesTest extends NoticesContract {
    @Override
    Store open() {
        return Store.of(Postgres.freshDatabase());
    }
}
