package org.allotment.reports.collect;

import static org.allotment.reports.collect.Requests.multipart;
import static org.allotment.reports.collect.Requests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.RunSummary.CommitRef;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.HistoryQueries.RowFilter;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.read.SqlHistory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where commits stand, whatever they are stored in. */
abstract class CommitOrderContract {
    private final Nights nights = new Nights(4);
    private Store store;
    private Collector collector;
    private HistoryQueries history;

    /** A store with no rows. */
    abstract Store emptyStore() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = emptyStore();
        Clock june = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);
        collector = new Collector(store, june, UploadLimits.STANDARD);
        history = new SqlHistory(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A bare array names its commit and no more, so it stands where it arrived, and its child behind it. */
    @Test
    void aCommitMovesWhenItsTimeBecomesKnown() throws Exception {
        landed(bare(0));
        landed(described(1, "2026-01-02T00:30:00Z", 0));
        landed(described(2, "2026-01-03T00:30:00Z", 9));
        assertThat(order()).containsExactly(2, 0, 1);
        landed(described(0, "2026-01-01T00:30:00Z", 8));
        assertThat(order()).containsExactly(0, 1, 2);
        assertThat(history.overview("allotment", "main", RowFilter.ALL).latest())
                .extracting(RunSummary::commit)
                .extracting(CommitRef::sha)
                .isEqualTo(Nights.sha(2));
    }

    @Test
    void childrenStayBehindAParentThatMoves() throws Exception {
        landed(described(5, "2026-01-06T00:30:00Z", 4));
        landed(described(6, "2026-01-07T00:30:00Z", 5));
        landed(described(7, "2026-01-08T00:30:00Z", 9));
        landed(multipart(new Multipart()
                .part("jmh", nights.jmh(2, 1))
                .part("environment", document(4, "", ""))
                .bytes()));
        assertThat(order()).containsExactly(5, 6, 7, 4);
        landed(described(4, "2026-01-08T12:00:00Z", 3));
        assertThat(order()).containsExactly(7, 4, 5, 6);
    }

    private List<Integer> order() {
        RunDetail any = history.run(history.runs(new HistoryQueries.RunFilter(null, null, null, 0, 1))
                        .getFirst()
                        .id())
                .orElseThrow();
        SeriesHistory series =
                history.series(any.results().getFirst().series().id(), 100).orElseThrow();
        return series.points().stream()
                .map(point -> Integer.parseInt(String.valueOf(point.sha()).substring(30), 16) - 0xabc000)
                .distinct()
                .toList();
    }

    private void landed(UploadRequest request) throws Exception {
        collector.take(request);
    }

    private UploadRequest described(int night, String time, int parent) {
        String known = ", \"commitTime\": \"" + time + "\"";
        String parents = ", \"parents\": [\"" + Nights.sha(parent) + "\"]";
        return multipart(new Multipart()
                .part("jmh", nights.jmh(2, 1))
                .part("environment", document(night, known, parents))
                .bytes());
    }

    private static String document(int night, String time, String parents) {
        return """
                {"format": "allotment.environment/1", "run": {"project": "allotment", "kind": "nightly"},
                 "commit": {"sha": "%s", "branch": "main"%s%s}}""".formatted(Nights.sha(night), time, parents);
    }

    private UploadRequest bare(int night) {
        byte[] jmh = nights.jmh(2, 1).getBytes(StandardCharsets.UTF_8);
        return new UploadRequest("application/json", null, null, "allotment", Nights.sha(night), "main", stream(jmh));
    }
}
