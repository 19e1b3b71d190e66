package org.allotment.reports.collect;

import static java.util.Objects.requireNonNull;
import static org.allotment.reports.collect.Requests.multipart;
import static org.allotment.reports.collect.Requests.night;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.HistoryQueries.RowFilter;
import org.allotment.reports.store.HistoryQueries.RunFilter;
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

    @Test
    void aConfirmedSuspectTurnsItsNightRed() throws Exception {
        RunDetail suspect = landed(night(SUSPECT, "nightly", -1, nights.jmh(2, 1.1), 0));
        assertThat(latest().verdict().state()).isEqualTo(State.SUSPECT);
        RunDetail confirm = landed(night(SUSPECT, "confirm", SUSPECT, nights.jmh(5, 1.1), 0));
        assertThat(confirm.run().verdict().of(State.RED)).isEqualTo(1);
        assertThat(latest().id()).isEqualTo(suspect.run().id());
        assertThat(latest().verdict().state()).isEqualTo(State.RED);
        assertThat(latest().verdict().of(State.RED)).isEqualTo(1);
        assertThat(latest().verdict().of(State.SUSPECT)).isZero();
        assertThat(listed(suspect)).isEqualTo(latest());
        assertThat(total(latest())).isEqualTo(total(suspect.run()));
    }

    @Test
    void aClearedSuspectNoLongerHeadlines() throws Exception {
        RunDetail suspect =
                landed(night(SUSPECT, "nightly", -1, nights.garbage("24.0").jmh(2, 1.1), 0));
        assertThat(suspect.run().verdict().state()).isEqualTo(State.RED);
        assertThat(suspect.findings()).hasSizeGreaterThan(1);
        landed(night(SUSPECT, "confirm", SUSPECT, nights.garbage("2.4E-5").jmh(5, 1), 0));
        assertThat(latest().verdict().state()).isEqualTo(State.GREEN);
        assertThat(listed(suspect).verdict()).isEqualTo(latest().verdict());
        Overview overview = history.overview("allotment", "main", RowFilter.ALL);
        assertThat(overview.findings()).isEmpty();
        assertThat(overview.rows()).extracting(SeriesRow::state).containsOnly(State.GREEN);
    }

    @Test
    void aConfirmationWithoutAVerdictChangesNothing() throws Exception {
        RunDetail suspect = landed(night(SUSPECT, "nightly", -1, nights.jmh(2, 1.1), 0));
        landed(night(SUSPECT, "confirm", SUSPECT, nights.jmh(5, 1.1), 0));
        String elsewhere = nights.jmh(5, 1).replace("25.0.3+9-LTS", "25.0.4+7-LTS");
        RunDetail mute = landed(multipart(new Multipart()
                .part("jmh", elsewhere)
                .part("environment", Nights.environment(SUSPECT, "confirm", SUSPECT))
                .bytes()));
        assertThat(mute.run().verdict().state()).isEqualTo(State.TOO_FEW_RUNS);
        assertThat(latest().verdict().state()).isEqualTo(State.RED);
        assertThat(history.overview("allotment", "main", RowFilter.ALL).findings())
                .hasSize(1);
        assertThat(history.run(suspect.run().id()).orElseThrow().confirms()).hasSize(2);
    }

    @Test
    void aLitmusTestThatBrokeInAConfirmationCounts() throws Exception {
        landed(night(SUSPECT, "nightly", -1, nights.jmh(2, 1.1), 0));
        landed(night(SUSPECT, "confirm", SUSPECT, nights.jmh(5, 1), 7));
        assertThat(latest().verdict().state()).isEqualTo(State.RED);
        assertThat(latest().verdict().of(State.RED)).isEqualTo(1);
    }

    private RunSummary latest() {
        return requireNonNull(
                history.overview("allotment", "main", RowFilter.ALL).latest());
    }

    private RunSummary listed(RunDetail run) {
        return history.runs(new RunFilter("allotment", "main", "nightly", 0, 100)).stream()
                .filter(each -> each.id().equals(run.run().id()))
                .findFirst()
                .orElseThrow();
    }

    private static int total(RunSummary run) {
        return run.verdict().counts().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private RunDetail landed(UploadRequest request) throws Exception {
        return history.run(collector.take(request).runId()).orElseThrow();
    }
}
