package org.allotment.reports.alert;

import java.nio.file.Path;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.io.TempDir;

final class SqliteHistoryNoticesTest extends HistoryNoticesContract {
    @TempDir
    private Path folder;

    @Override
    Store fresh() {
        return Store.of(StoreSettings.sqlite(folder.resolve("history.db")));
    }
}
