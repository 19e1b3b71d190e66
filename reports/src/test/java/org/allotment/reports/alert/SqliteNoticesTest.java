package org.allotment.reports.alert;

import java.nio.file.Path;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.io.TempDir;

final class SqliteNoticesTest extends NoticesContract {
    @TempDir
    private Path folder;

    @Override
    Store open() {
        return Store.of(StoreSettings.sqlite(folder.resolve("notices.db")));
    }
}
