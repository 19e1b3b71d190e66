package org.allotment.reports.triage;

import org.allotment.reports.Postgres;
import org.allotment.reports.store.Store;

final class PostgresIncidentTest extends IncidentContract {
    @Override
    Store open() {
        return Store.of(Postgres.freshDatabase());
    }
}
