package org.allotment.reports.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.allotment.reports.Nights;
import org.allotment.reports.jobs.JobSettings;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.jobs.Landed;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.access.AuditEntry;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.allotment.reports.store.keep.Deletion;
import org.allotment.reports.store.keep.OldRun;
import org.allotment.reports.triage.Incidents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages show, on a command line. */
final class ReadingTest {
    private static final int CHANGED = 9;
    private static final String WORKER = "bench\u001b[31m";

    @TempDir
    private Path folder;

    private String run = "";

    @BeforeEach
    void aSlowdownThatIsConfirmed() throws Exception {
        Clock clock = Clock.systemUTC();
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")))) {
            Landed landed = new Landed(store, clock);
            Suspicions suspicions = new Suspicions(store, clock, JobSettings.STANDARD);
            for (int night = 0; night < CHANGED + 5; night++) {
                run = landed.night(night, night < CHANGED ? 1 : 1.3);
                suspicions.ask();
            }
            new Incidents(store, clock).look();
            Jobs jobs = new Jobs(store, clock, JobSettings.STANDARD);
            Job job = jobs.claim(new Claimant(WORKER, null, null)).orElseThrow();
            String base = job.question().range().base();
            String head = job.question().range().head();
            jobs.answer(new Ticket(job.id(), job.fence()), null, Landed.answer(1.3, base, Nights.sha(99), head));
            assertThat(jobs.claim(new Claimant(WORKER, null, null))).isPresent();
        }
    }

    @Test
    void incidentsAreListedShownAndJudged() {
        assertThat(good("incidents", "list"))
                .contains("id=1, state=new, direction=worse, project=allotment, branch=main, owner=null, signs=1")
                .endsWith("incidents=1\n");
        assertThat(good("incidents", "list", "--state", "fixed")).isEqualTo("incidents=0\n");
        assertThat(good("incidents", "list", "--text", "nothing-is-called-so")).isEqualTo("incidents=0\n");
        assertThat(good("incidents", "show", "1")).contains("shows: ");
        assertThat(good(
                        "incidents",
                        "judge",
                        "1",
                        "--state",
                        "acknowledged",
                        "--owner",
                        "ada",
                        "--comment",
                        "mine\u202e"))
                .contains("state=acknowledged", "owner=ada", "comment mine?")
                .doesNotContain("\u202e");
        assertThat(bad("incidents", "judge", "1", "--comment", "\u001b[2J")).contains("control character");
        assertThat(good("incidents", "list", "--state", "acknowledged")).endsWith("incidents=1\n");
        assertThat(bad("incidents", "judge", "1", "--state", "new")).contains("state");
        assertThat(bad("incidents", "judge", "1", "--issue", "javascript:alert(1)"))
                .contains("http");
        assertThat(bad("incidents", "show", "99")).contains("id=99");
        assertThat(bad("incidents", "list", "--state", "odd")).contains("unknown state");
        assertThat(good("incidents", "show", "1"))
                .contains("state=acknowledged")
                .doesNotContain("javascript");
    }

    @Test
    void jobsAreListedAndShown() {
        assertThat(good("jobs", "list"))
                .contains("kind=confirm, state=done, verdict=confirmed, ratio=1.3", "kind=bisect, state=claimed")
                .contains("worker=bench?[31m")
                .doesNotContain("\u001b")
                .endsWith("jobs=2\n");
        assertThat(good("jobs", "list", "--state", "waiting", "--project", "allotment"))
                .isEqualTo("jobs=0\n");
        assertThat(good("jobs", "show", "1"))
                .contains("base=" + Nights.sha(CHANGED - 1), "head=" + Nights.sha(CHANGED))
                .contains("search=searching", "between=1", "answer={\"base\":[[100.0,");
        assertThat(bad("jobs", "show", "99")).contains("id=99");
        assertThat(bad("jobs", "list", "--state", "odd")).contains("state=odd");
    }

    @Test
    void aSeriesIsShownWithItsSamples() {
        assertThat(good("series", "runs", "1")).contains("run=" + run).endsWith("runs=" + (CHANGED + 5) + "\n");
        assertThat(good("series", "runs", "1", "--limit", "2")).endsWith("runs=2\n");
        assertThat(good("series", "samples", "1", run))
                .contains("fork=2, values=")
                .contains("forks=2, values=6, unit=ns/op");
        assertThat(good("series", "branches", "1")).isEqualTo("series=1, runs=" + (CHANGED + 5) + ", branch=main\n");
        assertThat(bad("series", "samples", "1", "nope")).contains("run=nope");
        assertThat(bad("series", "branches", "99")).contains("id=99");
        assertThat(bad("series", "runs", "1", "--limit", "0")).contains("limit=0");
    }

    @Test
    void retentionSaysItsPlanFirst() {
        assertThat(good("delete-runs", "--nights", "4", "--around", "0", "--dry-run"))
                .contains("would delete, runs=");
        assertThat(good("series", "runs", "1")).endsWith("runs=" + (CHANGED + 5) + "\n");
        assertThat(good("delete-runs", "--nights", "4", "--around", "0")).contains("deleted, runs=");
        assertThat(good("series", "runs", "1")).doesNotEndWith("runs=" + (CHANGED + 5) + "\n");
        assertThat(good("incidents", "list")).endsWith("incidents=1\n");
        assertThat(good("jobs", "list")).endsWith("jobs=2\n");
        assertThat(bad("delete-runs", "--nights", "0")).contains("nights=0");
        assertThat(bad("allocators", "show", run)).contains("run=" + run);
        assertThat(good("allocators", "list")).isEqualTo("runs=0\n");
    }

    @Test
    void deletionsAreWrittenDownThoughTheNextFails() {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")))) {
            List<String> plan =
                    new Deletion(store, 4, 0).plan().stream().map(OldRun::run).toList();
            assertThat(plan).hasSizeGreaterThan(2);
            store.write(handle -> handle.execute("CREATE TRIGGER on_purpose BEFORE DELETE ON run WHEN OLD.id = '"
                    + plan.get(2) + "' BEGIN SELECT RAISE(ABORT, 'on purpose'); END"));
            assertThat(bad("delete-runs", "--nights", "4", "--around", "0")).contains("on purpose");
            assertThat(new AuditTable(store).list(null, 0, 9))
                    .filteredOn(entry -> entry.action().equals("deletion"))
                    .allMatch(entry -> entry.remote().equals("command line"))
                    .extracting(AuditEntry::target)
                    .containsExactly("run=" + plan.get(1), "run=" + plan.get(0));
        }
    }

    private String good(String... words) {
        StringWriter out = new StringWriter();
        assertThat(run(out, words)).as("%s", out).isZero();
        return out.toString().replace("\r\n", "\n");
    }

    private String bad(String... words) {
        StringWriter out = new StringWriter();
        assertThat(run(out, words)).as("%s", out).isEqualTo(1);
        return out.toString();
    }

    private int run(StringWriter out, String... words) {
        PrintWriter writer = new PrintWriter(out, true);
        String[] all = new String[words.length + 2];
        all[0] = "--db";
        all[1] = folder.resolve("history.db").toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return Operation.run(writer, writer, all);
    }
}
