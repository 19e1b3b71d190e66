package org.allotment.reports.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.incident.IncidentDetail;
import org.allotment.reports.model.incident.IncidentDetail.Sign;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.model.incident.IncidentSummary;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.incident.IncidentQuery;
import org.allotment.reports.store.incident.IncidentQuery.Filter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How signs become incidents and what people make of them, over one kind of store. */
abstract class IncidentContract {
    private static final Filter ALL = new Filter(null, null, "", "", "", "");
    private static final Triage.Actor SOMEBODY = new Triage.Actor("some\nbody", null, "127.0.0.1");
    private static final int QUIET = 5;

    private final Nights nights = new Nights(11);

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private Collector collector;

    @SuppressWarnings("NullAway.Init")
    private IncidentQuery incidents;

    @SuppressWarnings("NullAway.Init")
    private Triage triage;

    abstract Store open();

    @BeforeEach
    void quietNights() throws Exception {
        store = open();
        collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        incidents = new IncidentQuery(store);
        triage = new Triage(store, Clock.systemUTC());
        for (int night = 0; night < QUIET; night++) {
            landed(night, 1, 0);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void quietNightsMakeNoIncident() {
        assertThat(incidents.list(ALL, 0, 10)).isEmpty();
    }

    @Test
    void whatOneCommitMayExplainIsOneIncidentFromTheFirstNightOn() throws Exception {
        badNights(1);
        IncidentSummary first = only();
        assertThat(first.series()).isEqualTo(3);
        assertThat(first.tests()).isEqualTo(1);
        assertThat(first.openSigns()).isEqualTo(4);
        assertThat(first.text()).endsWith("(and 3 more)");
        badNights(6);
        IncidentSummary later = only();
        assertThat(later.id()).isEqualTo(first.id());
        assertThat(later.worse()).isTrue();
        assertThat(later.series()).isEqualTo(3);
        assertThat(Objects.requireNonNull(later.after()).sha()).isEqualTo(Nights.sha(QUIET - 1));
        assertThat(Objects.requireNonNull(later.until()).sha()).isEqualTo(Nights.sha(QUIET));
        assertThat(incidents.one(first.id(), null).orElseThrow().signs())
                .filteredOn(sign -> sign.changeId() != null)
                .hasSize(3)
                .extracting(Sign::closed)
                .containsOnlyNulls();
        assertThat(incidents.ofCommit("allotment", Nights.sha(QUIET))).containsExactly(later);
        assertThat(incidents.ofCommit("allotment", Nights.sha(QUIET - 1))).isEmpty();
    }

    @Test
    void theFaultOfAnotherCommitIsAnotherIncident() throws Exception {
        landed(QUIET, 1, 3);
        nights.garbage("24.0");
        landed(QUIET + 1, 1, 3);
        List<IncidentSummary> found = incidents.list(ALL, 0, 10);
        assertThat(found).hasSize(2);
        assertThat(found.getLast().tests()).isEqualTo(1);
        assertThat(found.getFirst().series()).isEqualTo(3);
        assertThat(found.getFirst().tests()).isZero();
    }

    @Test
    void anIncidentIsFixedWhenAllOfItIsWellAndAnImprovementIsNotTheSame() throws Exception {
        badNights(7);
        nights.garbage("2.4E-5");
        for (int night = QUIET + 7; night < QUIET + 14; night++) {
            landed(night, 1, 0);
        }
        List<IncidentSummary> found = incidents.list(ALL, 0, 10);
        assertThat(found).extracting(IncidentSummary::worse).containsExactly(false, true);
        IncidentSummary mended = found.getLast();
        assertThat(mended.state()).isEqualTo(IncidentState.FIXED);
        assertThat(mended.closed()).isNotNull();
        assertThat(mended.openSigns()).isZero();
        assertThat(incidents.one(mended.id(), null).orElseThrow().events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event.before() + event.kind() + event.text()).isEqualTo("newturnfixed"));
        assertThat(audit()).anyMatch(line -> line.contains("incident turn new → fixed"));
    }

    @Test
    void aLitmusTestIsNotMendedByBeingLuckyOnTheSameCommit() throws Exception {
        landed(QUIET, 1, 3);
        take(Nights.environment(QUIET + 1, "nightly", -1, QUIET), 1, 0);
        assertThat(only().openSigns()).isEqualTo(1);
        landed(QUIET + 2, 1, 0);
        assertThat(only().state()).isEqualTo(IncidentState.FIXED);
    }

    @Test
    void whatWasJudgedIsNotRaisedAgainAndTakesInNothingNew() throws Exception {
        landed(QUIET, 1, 3);
        long id = only().id();
        triage.change(id, null, wish(0, "expected"), SOMEBODY);
        nights.garbage("24.0");
        take(Nights.environment(QUIET + 1, "nightly", -1, QUIET), 1, 3);
        assertThat(incidents.list(ALL, 0, 10)).hasSize(2).anySatisfy(each -> {
            assertThat(each.id()).isEqualTo(id);
            assertThat(each.series()).isZero();
        });
        assertThat(one(id).incident().state()).isEqualTo(IncidentState.EXPECTED);
    }

    @Test
    void aChangeIsToldInTheStoryAndInTheAuditLog() throws Exception {
        landed(QUIET, 1, 3);
        long id = only().id();
        Wish all = new Wish(0, IncidentState.ACKNOWLEDGED, " alice ", "https://example.org/1?a=b#c", "line\nline");
        assertThat(triage.change(id, "allotment", all, SOMEBODY)).contains(1);
        IncidentDetail detail = one(id);
        assertThat(detail.incident().owner()).isEqualTo("alice");
        assertThat(detail.incident().issue()).isEqualTo("https://example.org/1?a=b#c");
        assertThat(detail.events())
                .extracting(IncidentDetail.Event::kind)
                .containsExactly("state", "owner", "issue", "comment");
        assertThat(audit())
                .anyMatch(line -> line.equals("some?body incident state new → acknowledged /incidents/" + id))
                .anyMatch(line -> line.startsWith("some?body incident comment"));
        assertThat(triage.change(id, null, new Wish(1, null, "", "", null), SOMEBODY))
                .contains(2);
        assertThat(one(id).incident().owner()).isNull();
        assertThat(triage.change(id, null, new Wish(2, null, "", "", null), SOMEBODY))
                .contains(2);
    }

    @Test
    void aStaleOrForeignWishChangesNothing() throws Exception {
        landed(QUIET, 1, 3);
        long id = only().id();
        triage.change(id, null, wish(0, "acknowledged"), SOMEBODY);
        IncidentDetail before = one(id);
        List<String> log = audit();
        assertThatThrownBy(() -> triage.change(id, null, wish(0, "fixed"), SOMEBODY))
                .isInstanceOf(StaleException.class)
                .hasMessageContaining("version=1");
        assertThat(triage.change(id, "other", wish(1, "fixed"), SOMEBODY)).isEmpty();
        assertThat(triage.change(id + 99, null, wish(0, "fixed"), SOMEBODY)).isEmpty();
        assertThat(one(id)).isEqualTo(before);
        assertThat(audit()).isEqualTo(log);
    }

    @Test
    void ofTwoAtOnceOneWins() throws Exception {
        landed(QUIET, 1, 3);
        long id = only().id();
        CyclicBarrier together = new CyclicBarrier(4);
        AtomicInteger won = new AtomicInteger();
        AtomicInteger stale = new AtomicInteger();
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "p" + i;
            people.add(Thread.ofPlatform().start(() -> {
                try {
                    together.await();
                    triage.change(id, null, new Wish(0, null, name, null, null), SOMEBODY);
                    won.incrementAndGet();
                } catch (StaleException e) {
                    stale.incrementAndGet();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread person : people) {
            person.join();
        }
        assertThat(won.get() + " " + stale.get()).isEqualTo("1 3");
        assertThat(one(id).events()).hasSize(1);
    }

    @Test
    void aJudgedChangeIsNeverTakenBack() throws Exception {
        badNights(7);
        long id = only().id();
        assertThat(frozen()).isZero();
        triage.change(id, null, wish(0, "expected"), SOMEBODY);
        assertThat(frozen()).isEqualTo(3);
    }

    @Test
    void whoLooksAgainFindsTheSame() throws Exception {
        badNights(7);
        List<IncidentSummary> before = incidents.list(ALL, 0, 10);
        store.write(handle -> handle.execute("UPDATE run SET searched = 0"));
        Incidents look = new Incidents(store, Clock.systemUTC());
        look.look();
        look.look();
        assertThat(incidents.list(ALL, 0, 10)).isEqualTo(before);
    }

    @Test
    void aProjectThatFailsStopsNoOtherAndIsTriedAgain() throws Exception {
        refuseIncidentsOf("a-bad");
        take(Nights.environment(QUIET, "nightly", -1).replace("\"allotment\"", "\"a-bad\""), 1, 3);
        landed(QUIET, 1, 3);
        assertThat(only().project()).isEqualTo("allotment");
        Incidents look = new Incidents(store, Clock.systemUTC());
        assertThat(look.look()).isEqualTo(1);
        assertThat(look.failures()).isEqualTo(1);
        store.write(handle -> handle.execute("DROP TRIGGER refused" + (store.isRemote() ? " ON incident" : "")));
        assertThat(look.look()).isZero();
        assertThat(incidents.list(ALL, 0, 10))
                .extracting(IncidentSummary::project)
                .containsExactlyInAnyOrder("allotment", "a-bad");
    }

    private void refuseIncidentsOf(String project) {
        String when = "CREATE TRIGGER refused BEFORE INSERT ON incident ";
        store.write(handle -> {
            if (store.isRemote()) {
                handle.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''on purpose''; END'");
                return handle.execute(
                        when + "FOR EACH ROW WHEN (NEW.project = '" + project + "') EXECUTE FUNCTION refuse()");
            }
            return handle.execute(
                    when + "WHEN NEW.project = '" + project + "' BEGIN SELECT RAISE(ABORT, 'on purpose'); END");
        });
    }

    @Test
    void filtersFindByWhatIsAskedFor() throws Exception {
        badNights(1);
        assertThat(incidents.count(new Filter("allotment", "main", "open", "worse", "", "SPINexclusion")))
                .isEqualTo(1);
        assertThat(incidents.count(new Filter("allotment", "main", "new", "", "", "%")))
                .isZero();
        assertThat(incidents.count(new Filter("other", null, "", "", "", ""))).isZero();
        assertThat(incidents.count(new Filter(null, null, "", "better", "", "")))
                .isZero();
        assertThat(incidents.count(new Filter(null, null, "", "", "alice", ""))).isZero();
    }

    private void badNights(int count) throws Exception {
        nights.garbage("24.0");
        for (int night = QUIET; night < QUIET + count; night++) {
            if (!isThere(night)) {
                landed(night, 1.3, 3);
            }
        }
    }

    private boolean isThere(int night) {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM run WHERE external_id = :id")
                        .bind("id", "night-" + night + "-nightly")
                        .mapTo(Long.class)
                        .one())
                > 0;
    }

    private void landed(int night, double factor, long forbidden) throws Exception {
        take(Nights.environment(night, "nightly", -1), factor, forbidden);
    }

    private void take(String environment, double factor, long forbidden) throws Exception {
        UploadRequest upload = new Multipart()
                .part("jmh", nights.jmh(2, factor))
                .part("stress", Nights.stress(forbidden))
                .part("environment", environment)
                .request();
        collector.take(upload);
        new Incidents(store, Clock.systemUTC()).look();
    }

    private static Wish wish(int version, String state) {
        return new Wish(version, IncidentState.of(state), null, null, null);
    }

    private IncidentSummary only() {
        List<IncidentSummary> found = incidents.list(ALL, 0, 10);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private IncidentDetail one(long id) {
        return incidents.one(id, null).orElseThrow();
    }

    private long frozen() {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM change_point WHERE frozen = 1")
                .mapTo(Long.class)
                .one());
    }

    private List<String> audit() {
        return new AuditTable(store)
                .list(null, 0, 100).stream()
                        .map(entry -> entry.actor() + " " + entry.action() + " " + orNone(entry.target()))
                        .toList();
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "" : text;
    }
}
