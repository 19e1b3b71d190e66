package org.allotment.reports.collect;

import static java.util.Objects.requireNonNull;
import static org.allotment.reports.collect.BitEquality.compareBits;
import static org.allotment.reports.collect.BitEquality.metric;
import static org.allotment.reports.collect.BitEquality.numbers;
import static org.allotment.reports.collect.Requests.bare;
import static org.allotment.reports.collect.Requests.bomb;
import static org.allotment.reports.collect.Requests.golden;
import static org.allotment.reports.collect.Requests.gzip;
import static org.allotment.reports.collect.Requests.keyed;
import static org.allotment.reports.collect.Requests.multipart;
import static org.allotment.reports.collect.Requests.night;
import static org.allotment.reports.collect.Requests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allotment.reports.Golden;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.HistoryQueries.RowFilter;
import org.allotment.reports.store.HistoryQueries.RunFilter;
import org.allotment.reports.store.RawResult;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.read.SqlHistory;
import org.allotment.reports.store.read.StoredUploads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the history must do, whatever it is stored in. */
abstract class HistoryContract {
    static final List<String> TABLES = List.of(
            "project",
            "branch",
            "code_commit",
            "commit_parent",
            "env_class",
            "environment",
            "epoch",
            "run",
            "upload",
            "upload_chunk",
            "run_part",
            "benchmark",
            "variant",
            "metric",
            "series",
            "result",
            "sample",
            "histogram",
            "stress_test",
            "stress_result",
            "stress_outcome",
            "stress_failure",
            "work_unit",
            "finding");

    private static final RunFilter ANY = new RunFilter(null, null, null, 0, 1_000);

    private Store store;
    private Collector collector;
    private HistoryQueries history;

    /** A store with no rows. */
    abstract Store emptyStore() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = emptyStore();
        collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        history = new SqlHistory(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void goldenRunIsStoredWhole() throws Exception {
        Receipt receipt = take(golden());
        assertThat(receipt.created()).isTrue();
        RunDetail run = history.run(receipt.runId()).orElseThrow();
        assertThat(run.run().project()).isEqualTo("allotment");
        assertThat(run.run().branch()).isEqualTo("main");
        assertThat(run.run().environment()).isEqualTo("Example 9000, 2 cores, 24 GiB, Linux, amd64");
        assertThat(run.run().externalId()).isEqualTo("20260102T030405Z-0123abcd-9f3c");
        assertThat(run.machine().host()).isEqualTo("bench-1");
        assertThat(run.machine().memoryBytes()).isEqualTo(25769803776L);
        assertThat(run.circumstances().canaryScores()).isEqualTo("101.5 102.25 101.75");
        assertThat(run.units()).extracting(RunDetail.Unit::state).containsExactly("failed", "notApplicable", "missing");
        assertThat(run.finished()).isEqualTo(2);
        assertThat(run.parts()).hasSize(3);
        assertThat(run.stress()).hasSize(5);
    }

    @Test
    void goldenVerdictCountsWhatTheDocumentsSay() throws Exception {
        RunDetail run = history.run(take(golden()).runId()).orElseThrow();
        assertThat(run.run().verdict().state()).isEqualTo(State.RED);
        assertThat(run.run().verdict().of(State.RED)).isEqualTo(1);
        assertThat(run.run().verdict().of(State.MISSING)).isEqualTo(2);
        assertThat(run.run().verdict().of(State.NOT_APPLICABLE)).isEqualTo(2);
        assertThat(run.run().verdict().of(State.GREEN)).isEqualTo(2);
        assertThat(run.findings()).first().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.LITMUS);
            assertThat(finding.name()).isEqualTo("org.allotment.stress.concurrent.HeapLockStress.SpinExclusion");
            assertThat(finding.text()).contains("state=1, 1", "count=7");
            assertThat(finding.commit()).startsWith("0123abcd");
        });
        assertThat(run.findings()).extracting(Finding::text).anyMatch(text -> text.contains("timed out after 60 s"));
    }

    @Test
    void elementsOfOneIdentityAreForksInOrder() throws Exception {
        RunDetail run = history.run(take(golden()).runId()).orElseThrow();
        SeriesRow slab = run.results().stream()
                .filter(row -> row.series().label().endsWith("subject=allotment-slab")
                        && row.series().metric().equals("score"))
                .findFirst()
                .orElseThrow();
        assertThat(slab.forks()).isEqualTo(2);
        List<RawResult> raw = history.rawResults(slab.series().id(), 10);
        assertThat(raw.getFirst().samples().asLists())
                .containsExactly(List.of(1.1023456789012345, 1.1131, 1.0987), List.of(1.1301, 1.1299, 1.1275));
        assertThat(raw.getFirst().reported()).hasSize(2);
        assertThat(slab.score()).isBetween(1.104, 1.130);
        assertThat(slab.low()).isLessThan(slab.score());
    }

    @Test
    void everyDocumentComesOutByteForByte() throws Exception {
        Receipt receipt = take(golden());
        assertThat(exported(receipt.runId(), "jmh")).isEqualTo(Golden.bytes("jmh.json"));
        assertThat(exported(receipt.runId(), "stress")).isEqualTo(Golden.bytes("stress.json"));
        assertThat(exported(receipt.runId(), "environment")).isEqualTo(Golden.bytes("environment.json"));
    }

    @Test
    void foreignNumbersAreBitEqual() throws Exception {
        byte[] foreign = Golden.bytes("jmh-foreign.json");
        Receipt receipt = take(bare(foreign));
        assertThat(exported(receipt.runId(), "jmh")).isEqualTo(foreign);
        RunDetail run = history.run(receipt.runId()).orElseThrow();
        assertThat(run.run().project()).isEqualTo("default");
        assertThat(run.run().commit()).isNull();
        assertThat(run.run().verdict().state()).isEqualTo(State.UNGATED);
        JsonNode elements = new ObjectMapper().readTree(foreign);
        int compared = 0;
        for (SeriesRow row : run.results()) {
            JsonNode metric = metric(elements, row);
            RawResult raw = history.rawResults(row.series().id(), 1).getFirst();
            compared += compareBits(metric, raw);
        }
        assertThat(compared).isEqualTo(numbers(elements));
    }

    @Test
    void theSameUploadTwiceIsOneRun() throws Exception {
        Receipt first = take(golden());
        Map<String, Long> rows = rows();
        Receipt second = take(golden());
        assertThat(second).isEqualTo(new Receipt(first.runId(), false));
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void oneKeyForOtherBytesIsAConflict() throws Exception {
        Receipt first = take(keyed("night-7", Golden.bytes("jmh.json")));
        assertThat(take(keyed("night-7", Golden.bytes("jmh.json")))).isEqualTo(new Receipt(first.runId(), false));
        Map<String, Long> rows = rows();
        assertRefused(keyed("night-7", Golden.bytes("jmh-foreign.json")), Reason.CONFLICT);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void oneFileForTwoCommitsIsTwoRuns() throws Exception {
        byte[] bytes = Golden.bytes("jmh.json");
        Receipt one = take(new UploadRequest("application/json", null, null, "p", "aaa", "main", stream(bytes)));
        Receipt two = take(new UploadRequest("application/json", null, null, "p", "bbb", "main", stream(bytes)));
        assertThat(two.runId()).isNotEqualTo(one.runId());
        assertThat(rows()).containsEntry("run", 2L).containsEntry("upload", 1L);
    }

    @Test
    void sixteenAtOnceStoreEachRunOnce() throws Exception {
        List<Callable<Receipt>> uploads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int night = i % 4;
            uploads.add(() -> take(night(night, "nightly", -1, new Nights(night).jmh(2, 1), 0)));
        }
        Set<String> ids = new HashSet<>();
        int created = 0;
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            for (Future<Receipt> upload : clients.invokeAll(uploads)) {
                Receipt receipt = result(upload);
                ids.add(receipt.runId());
                created += receipt.created() ? 1 : 0;
            }
        }
        assertThat(ids).hasSize(4);
        assertThat(created).isEqualTo(4);
        assertThat(rows()).containsEntry("run", 4L).containsEntry("series", 6L).containsEntry("result", 24L);
    }

    @Test
    void hostileUploadsAreRefusedAndStoreNothing() throws Exception {
        take(golden());
        Map<String, Long> rows = rows();
        assertRefused(bare(new byte[0]), Reason.MALFORMED);
        assertRefused(bare("[".repeat(100_000)), Reason.MALFORMED);
        assertRefused(bare("[" + "9".repeat(10_000_000) + "]"), Reason.MALFORMED);
        assertRefused(bare("[{\"benchmark\": \"" + "x".repeat(513) + "\"}]"), Reason.MALFORMED);
        assertRefused(bare("[{\"mode\": \"avgt\", \"mode\": \"avgt\"}]"), Reason.MALFORMED);
        assertRefused(bare(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 0x73, 0x72}), Reason.MALFORMED);
        byte[] whole = Golden.bytes("jmh.json");
        assertRefused(bare(Arrays.copyOf(whole, whole.length / 2)), Reason.MALFORMED);
        assertRefused(multipart(new Multipart().part("jmh", whole).cut()), Reason.MALFORMED);
        assertRefused(
                multipart(new Multipart()
                        .part("environment", Golden.bytes("environment.json"))
                        .bytes()),
                Reason.MISSING_PART);
        assertRefused(multipart(new Multipart().part("other", whole).bytes()), Reason.BAD_PARAMETER);
        byte[] stress = Golden.bytes("stress.json");
        assertRefused(
                multipart(new Multipart()
                        .part("stress", stress)
                        .part("stress", stress)
                        .bytes()),
                Reason.BAD_PARAMETER);
        assertRefused(
                multipart(new Multipart()
                        .part("stress", "{\"format\": \"allotment.stress/9\"}")
                        .bytes()),
                Reason.UNKNOWN_FORMAT);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void headersThatCannotBeAreRefused() throws Exception {
        byte[] whole = Golden.bytes("jmh.json");
        Map<String, Long> rows = rows();
        assertRefused(
                new UploadRequest("text/plain", null, null, null, null, null, stream(whole)), Reason.UNSUPPORTED_TYPE);
        assertRefused(
                new UploadRequest("application/json", "br", null, null, null, null, stream(whole)),
                Reason.UNSUPPORTED_ENCODING);
        assertRefused(gzip(whole), Reason.MALFORMED);
        assertRefused(
                new UploadRequest("application/json", null, null, "a\u0000b", null, null, stream(whole)),
                Reason.BAD_PARAMETER);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void aBombOfZerosIsRefusedBeforeItUnpacks() throws Exception {
        Map<String, Long> rows = rows();
        byte[] bomb = bomb();
        assertThat(bomb.length).isLessThan(2 << 20);
        assertRefused(gzip(bomb), Reason.TOO_LARGE);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void aBodyAboveTheWireLimitIsRefused() throws Exception {
        byte[] spaces = new byte[(32 << 20) + 1];
        Arrays.fill(spaces, (byte) ' ');
        assertRefused(bare(spaces), Reason.TOO_LARGE);
    }

    /** Ten nights, then a planted slowdown of 10 %, its confirmation, and a planted broken lock. */
    @Test
    void aPlantedSlowdownAndABrokenLockTurnRedAndNameTheCommit() throws Exception {
        Nights nights = new Nights(42);
        for (int night = 0; night < 10; night++) {
            RunDetail quiet = landed(night(night, "nightly", -1, nights.jmh(2, 1), 0));
            assertThat(quiet.run().verdict().of(State.RED)).isZero();
            State expected = night < 3 ? State.TOO_FEW_RUNS : State.GREEN;
            assertThat(alloc(quiet).state()).isEqualTo(expected);
        }
        RunDetail suspect = landed(night(10, "nightly", -1, nights.jmh(2, 1.1), 7));
        SeriesRow slab = score(suspect);
        assertThat(slab.state()).isEqualTo(State.SUSPECT);
        assertThat(slab.ratio()).isBetween(1.05, 1.15);
        assertThat(slab.mde()).isPositive();
        assertThat(suspect.findings()).anySatisfy(finding -> {
            assertThat(finding.state()).isEqualTo(State.RED);
            assertThat(finding.kind()).isEqualTo(Finding.Kind.LITMUS);
            assertThat(finding.text()).contains("FORBIDDEN", "state=1, 1", "count=7");
            assertThat(finding.commit()).isEqualTo(Nights.sha(10));
        });
        RunDetail confirmed = landed(night(10, "confirm", 10, nights.jmh(5, 1.1), 0));
        assertThat(confirmed.run().parentId()).isEqualTo(suspect.run().id());
        assertThat(confirmed.run().verdict().state()).isEqualTo(State.RED);
        assertThat(confirmed.findings()).anySatisfy(finding -> {
            assertThat(finding.state()).isEqualTo(State.RED);
            assertThat(finding.kind()).isEqualTo(Finding.Kind.TIME);
            assertThat(finding.name()).endsWith("pair?size=64&subject=allotment-slab");
            assertThat(finding.commit()).isEqualTo(Nights.sha(10));
        });
        Overview overview = history.overview("allotment", "main", RowFilter.ALL);
        assertThat(requireNonNull(overview.latest()).id())
                .isEqualTo(suspect.run().id());
        assertThat(overview.rows().stream().filter(row -> row.state() == State.RED))
                .hasSize(1);
        assertThat(overview.findings())
                .filteredOn(finding -> finding.state() == State.RED)
                .hasSize(2);
        assertThat(overview.rows().getFirst().spark()).hasSize(11);
        assertStress(overview);
    }

    @Test
    void garbageThatAppearsIsRedUntilItGoes() throws Exception {
        Nights nights = new Nights(7);
        for (int night = 0; night < 4; night++) {
            landed(night(night, "nightly", -1, nights.garbage("24.0").jmh(2, 1), 0));
        }
        for (int night = 4; night < 7; night++) {
            RunDetail leaking =
                    landed(night(night, "nightly", -1, nights.garbage("48.0").jmh(2, 1), 0));
            assertThat(alloc(leaking).state()).as("night=%d", night).isEqualTo(State.RED);
        }
        RunDetail mended = landed(night(7, "nightly", -1, nights.garbage("24.0").jmh(2, 1), 0));
        assertThat(alloc(mended).state()).isEqualTo(State.GREEN);
    }

    @Test
    void aNewEpochStartsAHistoryOfItsOwn() throws Exception {
        Nights nights = new Nights(9);
        for (int night = 0; night < 9; night++) {
            landed(night(night, "nightly", -1, nights.jmh(2, 1), 0));
        }
        String newer = nights.jmh(2, 1.5).replace("25.0.3+9-LTS", "25.0.4+7-LTS");
        RunDetail run = landed(night(9, "nightly", -1, newer, 0));
        assertThat(score(run).state()).isEqualTo(State.TOO_FEW_RUNS);
        SeriesHistory series = history.series(score(run).series().id(), 100).orElseThrow();
        assertThat(series.points()).hasSize(10);
        assertThat(series.epochs()).hasSize(2);
    }

    @Test
    void runsAreOrderedByCommitAndNotByArrival() throws Exception {
        Nights nights = new Nights(3);
        for (int night : new int[] {2, 0, 1}) {
            landed(night(night, "nightly", -1, nights.jmh(2, 1), 0));
        }
        RunDetail any = history.run(history.runs(ANY).getFirst().id()).orElseThrow();
        SeriesHistory series = history.series(score(any).series().id(), 100).orElseThrow();
        assertThat(series.points())
                .extracting(SeriesHistory.Point::sha)
                .containsExactly(Nights.sha(0), Nights.sha(1), Nights.sha(2));
        assertThat(series.points().getFirst().forkValues()).hasSize(2);
        assertThat(sha(requireNonNull(
                        history.overview("allotment", "main", RowFilter.ALL).latest())))
                .isEqualTo(Nights.sha(2));
    }

    @Test
    void emptyHistoryHasEmptyAnswers() {
        assertThat(history.projects()).isEmpty();
        assertThat(history.overview("none", "none", RowFilter.ALL).latest()).isNull();
        assertThat(history.runs(ANY)).isEmpty();
        assertThat(history.countRuns(ANY)).isZero();
        assertThat(history.run("0000000000000000")).isEmpty();
        assertThat(history.series(1, 10)).isEmpty();
        assertThat(history.stressTest(1, 10)).isEmpty();
        assertThat(history.stressMatrix("none", "none", 10).rows()).isEmpty();
    }

    @Test
    void listsAreFilteredAndPaged() throws Exception {
        Nights nights = new Nights(8);
        for (int night = 0; night < 5; night++) {
            landed(night(night, "nightly", -1, nights.jmh(1, 1), 0));
        }
        assertThat(history.projects()).containsExactly(new HistoryQueries.Project("allotment", List.of("main")));
        assertThat(history.runs(new RunFilter("allotment", "main", "nightly", 1, 2)))
                .extracting(HistoryContract::sha)
                .containsExactly(Nights.sha(3), Nights.sha(2));
        assertThat(history.countRuns(new RunFilter("other", null, null, 0, 10))).isZero();
        Overview slab = history.overview("allotment", "main", new RowFilter("SLAB", null, 0, 1));
        assertThat(slab.total()).isEqualTo(2);
        assertThat(slab.rows()).hasSize(1);
        assertThat(history.siblings(slab.rows().getFirst().series().id()))
                .extracting(HistoryQueries.Sibling::metric)
                .containsExactly("gc.alloc.rate.norm");
    }

    private void assertStress(Overview overview) {
        long test = overview.stress().getFirst().testId();
        assertThat(history.stressTestId(
                        "allotment", overview.stress().getFirst().name()))
                .contains(test);
        StressHistory stress = history.stressTest(test, 60).orElseThrow();
        assertThat(stress.nights()).hasSize(12);
        assertThat(stress.nights().get(10).cell().state()).isEqualTo(State.RED);
        assertThat(stress.nights().get(10).cell().bad()).isEqualTo(7);
        assertThat(stress.nights().get(10).outcomes()).hasSize(2);
        assertThat(history.stressMatrix("allotment", "main", 60).rows())
                .singleElement()
                .satisfies(row -> assertThat(row.cells()).hasSize(12).doesNotContainNull());
    }

    private static String sha(RunSummary run) {
        return requireNonNull(run.commit()).sha();
    }

    private RunDetail landed(UploadRequest request) throws Exception {
        return history.run(take(request).runId()).orElseThrow();
    }

    private static SeriesRow score(RunDetail run) {
        return row(run, "score");
    }

    private static SeriesRow alloc(RunDetail run) {
        return row(run, "gc.alloc.rate.norm");
    }

    private static SeriesRow row(RunDetail run, String metric) {
        return run.results().stream()
                .filter(row -> row.series().label().contains("allotment-slab")
                        && row.series().metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private Receipt take(UploadRequest request) throws IOException, RefusedException {
        return collector.take(request);
    }

    private static Receipt result(Future<Receipt> upload) throws InterruptedException {
        try {
            return upload.get();
        } catch (ExecutionException e) {
            throw new AssertionError("an upload failed", e.getCause());
        }
    }

    private void assertRefused(UploadRequest request, Reason reason) {
        assertThatThrownBy(() -> collector.take(request)).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(600);
        });
    }

    private Map<String, Long> rows() {
        return store.read(handle -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            for (String table : TABLES) {
                counts.put(
                        table,
                        handle.createQuery("SELECT count(*) FROM " + table)
                                .mapTo(Long.class)
                                .one());
            }
            return counts;
        });
    }

    private byte[] exported(String run, String part) throws IOException {
        StoredUploads uploads = new StoredUploads(store);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        uploads.write(uploads.find(run, part, 0).orElseThrow(), out);
        return out.toByteArray();
    }
}
