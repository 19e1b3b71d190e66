package org.allotment.reports.triage;

import java.nio.file.Path;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.io.TempDir;

final class SqliteIncidentTest extends IncidentContract {
    @TempDir
    private Path folder;

    @Override
    Store open() {
        return Store.of(StoreSettings.sqlite(folder.resolve("incidents.db")));
    }
}
