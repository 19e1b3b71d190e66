package org.allotment.reports.compare;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresComparisonTest extends ComparisonContract {
    @Override
    Store open() {
        return Store.of(Postgres.freshDatabase());
    }
}
