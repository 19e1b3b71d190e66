package org.allotment.reports.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.allotment.reports.HandClock;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.model.live.RunningNight.Origin;
import org.allotment.reports.model.live.RunningNight.State;
import org.allotment.reports.store.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nights that run, over one kind of store. */
abstract class RunningContract {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final HandClock clock = new HandClock(START);

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private RunningNights nights;

    abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
        nights = new RunningNights(store, clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void theLastWordOfARunIsKeptWhole() {
        assertThat(nights.list(null)).isEmpty();
        hear("p", "a", 1, Duration.ofMinutes(10));
        clock.set(START.plusSeconds(60));
        hear("p", "a", 2, Duration.ofMinutes(9));
        RunningNight night = only();
        assertThat(night.key()).isEqualTo(new RunningNight.Key("p", "a"));
        assertThat(night.origin()).isEqualTo(origin(START));
        assertThat(night.reach())
                .isEqualTo(new RunningNight.Reach(2, 4, 1, "org.Pair.pair?a=<b>&done=2", START.plusSeconds(600)));
        assertThat(night.heard()).isEqualTo(clock.instant());
        assertThat(night.stateAt(clock.instant())).isEqualTo(State.RUNNING);
        hear("p", "a", 4, null);
        assertThat(only().reach().ends()).isNull();
        assertThat(only().stateAt(clock.instant())).isEqualTo(State.ENDED);
    }

    @Test
    void projectsAreApart() {
        hear("p", "a", 1, null);
        hear("q", "a", 2, null);
        assertThat(nights.list("p"))
                .singleElement()
                .satisfies(night -> assertThat(night.reach().done()).isEqualTo(1));
        assertThat(nights.list("")).isEmpty();
        assertThat(nights.list(null)).hasSize(2);
        nights.forget(new RunningNight.Key("q", "b"));
        nights.forget(new RunningNight.Key("p", "a"));
        assertThat(only().key().project()).isEqualTo("q");
    }

    @Test
    void aRunThatShouldHaveSaidMoreIsSilentAndAfterADayDropped() {
        hear("p", "a", 1, null);
        Instant patience = START.plus(Duration.ofSeconds(30).multipliedBy(2)).plus(RunningNights.PATIENCE);
        assertThat(only().stateAt(patience)).isEqualTo(State.RUNNING);
        assertThat(only().stateAt(patience.plusMillis(1))).isEqualTo(State.SILENT);
        clock.set(START.plus(Duration.ofDays(1)));
        assertThat(only().stateAt(clock.instant())).isEqualTo(State.SILENT);
        clock.pass(Duration.ofMillis(1));
        assertThat(nights.list(null)).isEmpty();
        hear("p", "b", 1, null);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aStartInTheFutureIsNow() {
        nights.hear(new Word(
                new RunningNight.Key("p", "a"),
                origin(START.plusSeconds(3_600)),
                0,
                1,
                0,
                "",
                Duration.ZERO,
                Duration.ZERO));
        assertThat(only().origin().started()).isEqualTo(START);
    }

    @Test
    void aProjectHasAHundredRunsAtMostAndTheOthersTheirOwn() {
        for (int run = 0; run < 100; run++) {
            assertThat(hear("p", "run-" + run, 1, null)).isTrue();
        }
        assertThat(hear("p", "one-more", 1, null)).isFalse();
        assertThat(hear("p", "run-7", 2, null)).isTrue();
        assertThat(hear("q", "one-more", 1, null)).isTrue();
        assertThat(nights.list("p")).hasSize(100);
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> hear("p", "a", 5, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("done=5, total=4");
        assertThat(nights.list(null)).isEmpty();
    }

    @Test
    void aRunThatLandsRunsNoLonger() throws Exception {
        hear("p", "golden-run", 4, null);
        hear("p", "other", 1, null);
        land("golden-run");
        assertThat(only().key().run()).isEqualTo("other");
        assertThat(rows()).isEqualTo(1);
        hear("p", "golden-run", 4, null);
        assertThat(only().key().run()).isEqualTo("other");
    }

    private void land(String run) throws Exception {
        UploadRequest upload = new Multipart()
                .part("jmh", new Nights(1).jmh(1, 1))
                .part(
                        "environment",
                        "{\"format\": \"allotment.environment/1\", \"run\": {\"id\": \"" + run
                                + "\", \"project\": \"p\", \"kind\": \"nightly\"}}")
                .request();
        new Collector(store, clock, UploadLimits.STANDARD).take(upload);
    }

    private boolean hear(String project, String run, int done, @Nullable Duration remaining) {
        return nights.hear(new Word(
                new RunningNight.Key(project, run),
                origin(START),
                done,
                4,
                1,
                "org.Pair.pair?a=<b>&done=" + done,
                Duration.ofSeconds(30),
                remaining));
    }

    private static Origin origin(Instant started) {
        return new Origin("nightly", "full", "main", "0123abcd", "bench \"one\"", started);
    }

    private RunningNight only() {
        List<RunningNight> all = nights.list(null);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private long rows() {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM running")
                .mapTo(Long.class)
                .one());
    }
}
