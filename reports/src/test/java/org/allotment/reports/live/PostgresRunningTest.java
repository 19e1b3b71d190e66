package org.allotment.reports.live;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresRunningTest extends RunningContract {
    @Override
    Store open() {
        return Store.of(Postgres.freshDatabase());
    }
}
