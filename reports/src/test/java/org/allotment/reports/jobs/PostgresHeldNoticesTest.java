package org.allotment.reports.jobs;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.StoreSettings;

final class PostgresHeldNoticesTest extends HeldNoticesContract {
    @Override
    StoreSettings fresh() {
        return Postgres.freshDatabase();
    }
}
