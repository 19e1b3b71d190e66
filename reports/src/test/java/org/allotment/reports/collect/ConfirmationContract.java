package org.allotment.reports.collect;

import static org.allotment.reports.collect.Requests.multipart;
import static org.allotment.reports.collect.Requests.night;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.read.SqlHistory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a confirmation says of the run that it measured again, whatever it is stored in. */
abstract class ConfirmationContract {
    private static final int SUSPECT = 10;

    private Store store;
    private Collector collector;
    private HistoryQueries history;
    private final Nights nights = new Nights(42);

    /** A store with no rows. */
    abstract Store emptyStore() throws Exception;

    @BeforeEach
    void tenQuietNights() throws Exception {
        store = emptyStore();
        collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        history = new SqlHistory(store);
        for (int night = 0; night < SUSPECT; night++) {
            landed(night(night, "nightly", -1, nights.jmh(2, 1), 0));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aConfirmationOfAnotherCommitJudgesNothing() throws Exception {
        RunDetail suspect = landed(night(SUSPECT, "nightly", -1, nights.jmh(2, 1.1), 0));
        RunDetail other = landed(multipart(new Multipart()
                .part("jmh", nights.jmh(5, 1))
                .part("environment", Nights.environment(SUSPECT, "confirm", SUSPECT, SUSPECT + 1))
                .bytes()));
        assertThat(other.run().parentId()).isEqualTo(suspect.run().id());
        assertThat(other.run().verdict().state()).isEqualTo(State.UNGATED);
        assertThat(other.findings()).isEmpty();
        assertThat(history.run(suspect.run().id()).orElseThrow().confirms()).isEmpty();
    }

    @Test
    void aConfirmationOfAnUnknownRunJudgesNothing() throws Exception {
        RunDetail orphan = landed(multipart(new Multipart()
                .part("jmh", nights.jmh(5, 1.5))
                .part("environment", Nights.environment(SUSPECT, "confirm", 77))
                .bytes()));
        assertThat(orphan.run().parentId()).isNull();
        assertThat(orphan.run().verdict().state()).isEqualTo(State.UNGATED);
    }

    private RunDetail landed(UploadRequest request) throws Exception {
        return history.run(collector.take(request).runId()).orElseThrow();
    }
}
