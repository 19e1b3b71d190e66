package org.allotment.reports.alert;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresHistoryNoticesTest extends HistoryNoticesContract {
    @Override
    Store fresh() {
        return Store.of(Postgres.freshDatabase());
    }
}
