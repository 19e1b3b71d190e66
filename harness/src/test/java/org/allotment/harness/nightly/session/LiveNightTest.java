package org.allotment.harness.nightly.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.fake.FakeChildren;
import org.allotment.harness.nightly.fake.FakeNight;
import org.allotment.harness.nightly.publish.FakeServer;
import org.allotment.harness.nightly.publish.Retry;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a whole night tells how far it is. */
class LiveNightTest {

    private static final int UNITS = 2 + 8 + 1;

    @TempDir
    private Path home;

    private ExitStatus run(URI server, boolean publish) throws Exception {
        var usual = NightTest.options(Optional.of(server));
        var options = new NightOptions(
                usual.profile(),
                usual.only(),
                usual.resume(),
                usual.server(),
                Optional.of("alt_x"),
                usual.port(),
                usual.strict(),
                publish,
                usual.confirm(),
                usual.project(),
                usual.label());
        var parts = new Night.Parts(
                home.resolve("lock"),
                NightTest.CATALOG,
                Optional.of(new FakeChildren(FakeChildren.HEALTHY)),
                FakeNight.LIMITS,
                new Retry(2, Duration.ZERO, Duration.ZERO, _ -> {}, () -> 0),
                Duration.ofMinutes(5));
        var places = new Places(Path.of("..").toAbsolutePath(), home);
        return new Night(places, options, parts, new PrintWriter(new StringWriter())).run();
    }

    @Test
    void theDashboardThatGetsTheResultsHearsHowFarTheRunIs() throws Exception {
        try (var server = new FakeServer().answer(201, NightTest.GREEN)) {
            assertThat(run(server.address(), true)).isEqualTo(ExitStatus.CLEAN);
            var id = RunDirectory.all(home).getFirst().id();
            assertThat(server.progress())
                    .allSatisfy(
                            word -> assertThat(word.target()).isEqualTo("PUT /api/v1/progress/" + id + "?project=fake"))
                    .allSatisfy(word -> assertThat(word.authorization()).isEqualTo("Bearer alt_x"));
            var first = Documents.tree(server.progress().getFirst().body());
            assertThat(first.path("done").asInt()).isZero();
            assertThat(first.path("total").asInt()).isEqualTo(UNITS);
            var last = Documents.tree(server.progress().getLast().body());
            assertThat(last.path("done").asInt()).isEqualTo(UNITS);
            assertThat(last.path("unit").asText()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 503})
    void oneThatTakesNoProgressGetsTheResultsAllTheSame(int status) throws Exception {
        try (var server = new FakeServer().answer(201, NightTest.GREEN)) {
            server.progressStatus(status);
            assertThat(run(server.address(), true)).isEqualTo(ExitStatus.CLEAN);
            assertThat(server.progress()).isNotEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aRunThatIsNotPublishedTellsNobody() throws Exception {
        try (var server = new FakeServer().answer(201, NightTest.GREEN)) {
            assertThat(run(server.address(), false)).isEqualTo(ExitStatus.CLEAN);
            assertThat(server.progress()).isEmpty();
        }
    }
}
