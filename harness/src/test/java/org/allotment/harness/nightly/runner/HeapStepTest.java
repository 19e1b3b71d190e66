package org.allotment.harness.nightly.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.fake.FakeChildren;
import org.allotment.harness.nightly.fake.FakeNight;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.publish.UploadBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture of the heaps comes after the measurements and never costs a night anything. */
class HeapStepTest {

    @TempDir
    private Path home;

    @Test
    void aWalkIsMadeOnceAndSentWithTheRun() throws Exception {
        var night = night("allotment-tlsf");
        assertThat(step(night, "printf '{}' >\"$RESULT\"")).isEmpty();
        assertThat(night.directory().heap()).hasContent("{}");
        assertThat(Files.exists(night.directory().scratch())).isFalse();
        assertThat(step(night, "printf 'again' >\"$RESULT\"")).isEmpty();
        assertThat(night.directory().heap()).hasContent("{}");
        Files.writeString(night.directory().environment(), "{}");
        var body = UploadBody.of(night.directory());
        assertThat(body.parts()).extracting(UploadBody.Part::name).containsExactly("heap", "environment");
        assertThat(new String(body.parts().getFirst().content(), StandardCharsets.UTF_8))
                .isEqualTo("{}");
        // A picture alone is nothing that a dashboard would take.
        assertThat(body.hasResults()).isFalse();
    }

    @Test
    void whatGoesWrongIsSaidAndIsNoFailure() throws Exception {
        var night = night("allotment-tlsf");
        assertThat(step(night, "exit 7")).contains("exit=7");
        assertThat(step(night, "exit 0")).contains("exit=0");
        assertThat(Files.exists(night.directory().heap())).isFalse();
    }

    @Test
    void aNightWithoutOursHasNoPicture() throws Exception {
        var night = night("malloc-critical");
        assertThat(step(night, "printf '{}' >\"$RESULT\"")).isEmpty();
        assertThat(Files.exists(night.directory().heap())).isFalse();
        assertThat(step(night("allotment-tlsf"), "")).isEmpty();
    }

    private FakeNight night(String subject) throws IOException {
        return FakeNight.plan(
                home.resolve(subject), List.of(Cell.of("fake.Pair.pair", Map.of("subject", subject), 1)), List.of());
    }

    private static Optional<String> step(FakeNight night, String script) throws Exception {
        var children = new FakeChildren(FakeChildren.HEALTHY).withHeap(script);
        var setting = new NightRun.Setting(children, new Strays(night.lockFile()), FakeNight.LIMITS);
        return new HeapStep(setting, night.plan(), night.directory()).run();
    }
}
