package org.allotment.reports.jobs;

import java.nio.file.Path;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.io.TempDir;

final class SqliteHeldNoticesTest extends HeldNoticesContract {
    @TempDir
    private Path folder;

    @Override
    StoreSettings fresh() {
        return StoreSettings.sqlite(folder.resolve("suspicions.db"));
    }
}
