package org.allotment.reports.collect;

import java.nio.file.Path;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.io.TempDir;

final class SqliteChangeTest extends ChangeContract {
    @TempDir
    private Path folder;

    @Override
    Store emptyStore() {
        return Store.of(StoreSettings.sqlite(folder.resolve("nested").resolve("history.db")));
    }
}
