package org.allotment.reports.jobs;

import java.nio.file.Path;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJobsTest extends JobsContract {
    @TempDir
    private Path folder;

    @Override
    StoreSettings fresh() {
        return StoreSettings.sqlite(folder.resolve("jobs.db"));
    }
}
