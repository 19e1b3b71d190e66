package org.allotment.reports.compare;

import java.nio.file.Path;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.io.TempDir;

final class SqliteComparisonTest extends ComparisonContract {
    @TempDir
    private Path folder;

    @Override
    Store open() {
        return Store.of(StoreSettings.sqlite(folder.resolve("comparisons.db")));
    }
}
