package org.allotment.reports.collect;

import static org.allotment.reports.collect.Requests.multipart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.allotment.reports.Multipart;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.replay.Fault;
import org.allotment.reports.replay.Replay;
import org.allotment.reports.store.HistoryQueries.RowFilter;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.read.SqlHistory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ten nights with the noise of a real machine let the eleventh find. */
final class SensitivityTest {
    private static final int FAULTY = 10;

    private final Replay replay = new Replay(Instant.parse("2027-03-04T05:06:07Z"));
    private Store store;
    private Collector collector;
    private SqlHistory history;

    @TempDir
    private Path folder;

    @BeforeEach
    void tenNights() throws Exception {
        store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")));
        collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        history = new SqlHistory(store);
        for (int night = 0; night < FAULTY; night++) {
            landed(replay.night(night));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    /**
     * The real night was a loud one: of its fifty series only the quietest shows 10 % in a single night more often than not (some 80 % of the
     * seeds do), and five show 20 %.
     */
    @Test
    void slowdownsAndABrokenLockTurnRedAndNameTheirCommit() throws Exception {
        Fault[] faults = {Fault.slower(Replay.QUIETEST, 1.1), Fault.slower(Replay.SLOWED, 1.2)};
        RunDetail night = landed(replay.night(FAULTY, faults[0], faults[1], Fault.broken(Replay.LOCK, 3)));
        assertThat(night.findings())
                .extracting(Finding::state, Finding::kind)
                .containsExactly(
                        tuple(State.RED, Finding.Kind.LITMUS),
                        tuple(State.SUSPECT, Finding.Kind.TIME),
                        tuple(State.SUSPECT, Finding.Kind.TIME));
        landed(replay.confirmation(FAULTY, List.of(Replay.QUIETEST, Replay.SLOWED), faults));
        Overview overview = history.overview(Replay.PROJECT, "main", RowFilter.ALL);
        assertThat(overview.findings())
                .allSatisfy(finding -> {
                    assertThat(finding.state()).isEqualTo(State.RED);
                    assertThat(finding.commit()).isEqualTo(replay.sha(FAULTY));
                })
                .extracting(finding -> finding.name().replaceAll("\\?.*", ""))
                .containsExactlyInAnyOrder(Replay.LOCK, Replay.QUIETEST.name(), Replay.SLOWED.name());
    }

    @Test
    void theSameNightWithoutAFaultIsGreen() throws Exception {
        RunDetail night = landed(replay.night(FAULTY));
        assertThat(night.findings()).isEmpty();
        assertThat(night.run().verdict().state()).isEqualTo(State.GREEN);
        assertThat(List.of(State.RED, State.MISSING, State.SUSPECT))
                .allSatisfy(state -> assertThat(night.run().verdict().of(state)).isZero());
    }

    private RunDetail landed(Replay.Upload run) throws Exception {
        Multipart body = new Multipart()
                .part("jmh", run.jmh())
                .part("stress", run.stress())
                .part("environment", run.environment());
        return history.run(collector.take(multipart(body.bytes())).runId()).orElseThrow();
    }
}
