package org.allotment.reports.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.HandClock;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.store.Store;
import org.allotment.reports.triage.Incidents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is news and what is history, over one kind of store. */
abstract class HistoryNoticesContract {
    private static final Instant FIRST = Instant.parse("2025-03-01T01:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int CHANGED = 9;
    private static final int LASTING = 5;
    private static final int YEARS = 40;

    private final Nights nights = new Nights(29);
    private final List<String> said = new ArrayList<>();
    private final HandClock clock = new HandClock(FIRST);

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private Collector collector;

    @SuppressWarnings("NullAway.Init")
    private Notices notices;

    abstract Store fresh();

    @BeforeEach
    void open() {
        store = fresh();
        collector = new Collector(store, clock, UploadLimits.STANDARD);
        notices = new Notices(store, clock, List.of(new Channel() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void send(String delivery, Incident incident) {
                said.add(incident.detail());
            }
        }));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aChangeThatComesIsSaidOnceWhenItIsConfirmed() throws Exception {
        for (int night = 0; night < CHANGED + LASTING + 3; night++) {
            live(night, DAY, night < CHANGED ? 1 : 1.3);
            assertThat(said).as("night=%d", night).hasSize(night < CHANGED + LASTING - 1 ? 0 : 1);
        }
        assertThat(count("incident_sign")).isEqualTo(1);
    }

    @Test
    void whereNightsAreWeeksApartItIsSaidToo() throws Exception {
        for (int night = 0; night < CHANGED + LASTING; night++) {
            live(night, DAY.multipliedBy(7), night < CHANGED ? 1 : 1.3);
        }
        assertThat(said).hasSize(1);
    }

    @Test
    void anImportThatIsLookedAtWhenItIsOverSaysNothing() throws Exception {
        clock.set(FIRST.plus(DAY.multipliedBy(YEARS)));
        for (int night = 0; night < YEARS; night++) {
            landed(night, DAY, levels(night, 20));
        }
        look();
        assertThat(count("incident_sign")).isGreaterThanOrEqualTo(2);
        assertThat(said).isEmpty();
    }

    @Test
    void anImportThatIsLookedAtAllTheTimeSaysNothing() throws Exception {
        clock.set(FIRST.plus(DAY.multipliedBy(YEARS)));
        for (int night = 0; night < YEARS; night++) {
            landed(night, DAY, levels(night, 20));
            look();
        }
        assertThat(count("incident_sign")).isGreaterThanOrEqualTo(2);
        assertThat(said).isEmpty();
    }

    /** As when a schema learns of incidents, and of who confirmed a change: some did so in the last fortnight. */
    @Test
    void anUpgradeSaysNothing() throws Exception {
        for (int night = 0; night < YEARS; night++) {
            clock.set(started(night, DAY));
            landed(night, DAY, levels(night, 8));
        }
        store.write(handle -> handle.execute("UPDATE change_point SET confirmed_run_id = NULL"));
        live(YEARS, DAY, levels(YEARS, 8));
        assertThat(count("incident_sign")).isGreaterThanOrEqualTo(2);
        assertThat(said).isEmpty();
        for (int night = YEARS + 1; night < YEARS + 1 + 2 * LASTING; night++) {
            live(night, DAY, 4);
        }
        assertThat(said).hasSize(1);
    }

    /** As when a later search is better than the one before it. */
    @Test
    void whatIsFoundLongAfterItCameIsNotSaid() throws Exception {
        for (int night = 0; night < CHANGED + 22; night++) {
            live(night, DAY, night < CHANGED ? 1 : 1.3);
        }
        for (String table : List.of("notice", "incident_sign", "incident_event", "incident", "change_point")) {
            store.write(handle -> handle.execute("DELETE FROM " + table));
        }
        store.write(handle -> handle.execute("DELETE FROM change_search"));
        said.clear();
        live(CHANGED + 22, DAY, 1.3);
        assertThat(count("incident_sign")).isEqualTo(1);
        assertThat(said).isEmpty();
    }

    @Test
    void aChangeThatIsGoneBeforeAnybodyLookedIsNotSaid() throws Exception {
        for (int night = 0; night < CHANGED + 3 * LASTING; night++) {
            clock.set(started(night, DAY));
            landed(night, DAY, night < CHANGED || night >= CHANGED + 8 ? 1 : 1.3);
        }
        store.write(handle -> handle.execute("UPDATE run SET received = ?", clock.millis()));
        look();
        assertThat(count("incident_sign WHERE closed IS NOT NULL")).isEqualTo(1);
        assertThat(said).isEmpty();
    }

    /** A level for every eight nights, each higher than the one before, up to so many nights before the last. */
    private static double levels(int night, int quiet) {
        return Math.pow(1.2, Math.floorDiv(Math.min(night, YEARS - quiet), 8));
    }

    private void live(int night, Duration apart, double factor) throws Exception {
        clock.set(started(night, apart).plus(Duration.ofHours(3)));
        landed(night, apart, factor);
        look();
    }

    private void look() throws InterruptedException {
        new Incidents(store, clock).look();
        notices.round();
    }

    private static Instant started(int night, Duration apart) {
        return FIRST.plus(apart.multipliedBy(night));
    }

    private void landed(int night, Duration apart, double factor) throws Exception {
        String environment = Nights.environment(0, "nightly", -1)
                .replace("night-0-nightly", "night-" + night)
                .replace("2026-01-01T01:00:00Z", started(night, apart).toString())
                .replace(
                        "2026-01-01T00:30:00Z",
                        started(night, apart).minusSeconds(1_800).toString())
                .replace(Nights.sha(0), Nights.sha(night))
                .replace(Nights.sha(-1), Nights.sha(night - 1));
        UploadRequest upload = new Multipart()
                .part("jmh", nights.jmh(2, factor))
                .part("environment", environment)
                .request();
        collector.take(upload);
    }

    private long count(String what) {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM " + what)
                .mapTo(Long.class)
                .one());
    }
}
