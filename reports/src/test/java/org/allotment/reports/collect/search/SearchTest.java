package org.allotment.reports.collect.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.change.ChangeTable;
import org.allotment.reports.store.keep.Deletion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do between a search and its storing. */
final class SearchTest {
    private static final int CHANGED = 12;
    private static final int NIGHTS = 17;

    private final Nights nights = new Nights(42);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private ChangeSearches searches;

    @BeforeEach
    void aSlowdownThatNobodySearchedFor() throws Exception {
        store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")));
        searches = new ChangeSearches(store, _ -> {});
        for (int night = 0; night < NIGHTS; night++) {
            land(night);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatNobodyTouchedIsStoredAsItWasFound() {
        List<Search> found = searched();
        assertThat(hold(found)).isTrue();
        write(found);
        assertThat(changes()).isOne();
        assertThat(searched()).isEmpty();
    }

    @Test
    void whatAnotherServerFoundMeanwhileIsNotFoundTwice() throws Exception {
        List<Search> found = searched();
        land(NIGHTS);
        searches.searchAll();
        assertThat(changes()).isOne();
        write(found);
        assertThat(changes()).isOne();
        // Nor is it forgotten what the other saw.
        store.write(handle -> handle.execute("UPDATE run SET searched = 0"));
        assertThat(searched()).isEmpty();
    }

    @Test
    void aRunThatCameMeanwhileIsStillToBeSearched() throws Exception {
        List<Search> found = searched();
        land(NIGHTS);
        write(found);
        assertThat(changes()).isOne();
        assertThat(searched()).hasSameSizeAs(found);
        searches.searchAll();
        assertThat(changes()).isOne();
        assertThat(searched()).isEmpty();
    }

    @Test
    void aChangeThatWasJudgedMeanwhileIsReadAgain() throws Exception {
        searches.searchAll();
        land(NIGHTS);
        List<Search> found = searched();
        store.write(handle -> handle.execute("UPDATE change_point SET frozen = 1"));
        assertThat(hold(found)).isFalse();
        write(found);
        assertThat(changes()).isOne();
    }

    @Test
    void aRunThatIsDeletedMeanwhileIsNotNamed() throws Exception {
        List<Search> found = searched();
        store.write(handle -> handle.execute("UPDATE run SET searched = 1"));
        new Deletion(store, NIGHTS - CHANGED, 0).run((_, _) -> {});
        write(found);
        assertThat(changes()).isZero();
    }

    private void land(int night) throws Exception {
        Multipart upload = new Multipart()
                .part("jmh", nights.jmh(2, night < CHANGED ? 1 : 1.3))
                .part("environment", Nights.environment(night, "nightly", -1));
        new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD, searches).take(upload.request());
    }

    /** As the other half of a search leaves it. */
    private List<Search> searched() {
        return store.read(handle -> {
            ChangeTable table = new ChangeTable(handle);
            return Search.of(table, table.pendingSeries());
        });
    }

    private void write(List<Search> found) {
        store.write(handle -> {
            Search.write(new ChangeTable(handle), found);
            return found.size();
        });
    }

    /** The very same, that is: what is searched again may well come to the same. */
    private boolean hold(List<Search> found) {
        List<Search> standing = store.read(handle -> Search.standing(new ChangeTable(handle), found));
        Set<Search> same = Collections.newSetFromMap(new IdentityHashMap<>());
        same.addAll(found);
        return !found.isEmpty() && standing.size() == found.size() && same.containsAll(standing);
    }

    private int changes() {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM change_point WHERE state <> 'retracted'")
                .mapTo(Integer.class)
                .one());
    }
}
