package org.allotment.reports.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnavailableStoreTest {
    @TempDir
    private Path folder;

    @Test
    void aServerThatIsAwayIsUnavailableAndNotBroken() {
        StoreSettings settings = new StoreSettings("jdbc:postgresql://127.0.0.1:1/none?password=secret", "u", "p");
        try (Store store = Store.of(settings)) {
            assertThatThrownBy(store::check)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("store=jdbc:postgresql://127.0.0.1:1/none")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void aPathThatIsNoFileIsUnavailable() {
        try (Store store = Store.of(StoreSettings.sqlite(folder))) {
            assertThatThrownBy(store::check).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsUnavailableUntilItIsGone() throws Exception {
        Path blocked = Files.createFile(folder.resolve("blocked"));
        try (Store store = Store.of(StoreSettings.sqlite(blocked.resolve("history.db")))) {
            assertThatThrownBy(store::check).isInstanceOf(StoreUnavailableException.class);
            Files.delete(blocked);
            store.check();
            assertThat(blocked.resolve("history.db")).exists();
        }
    }
}
