package org.allotment.harness.nightly.picture;

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
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.publish.UploadBody;
import org.allotment.harness.nightly.runner.Limits;
import org.allotment.harness.nightly.runner.NightRun;
import org.allotment.harness.result.EnvironmentDocument.RunInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture of the heaps comes after the measurements and never costs a night anything. */
class HeapStepTest {

    private static final Path GOLDEN =
            Path.of("../docs/golden/heap.json").toAbsolutePath().normalize();
    private static final String SOUND = "cat '" + GOLDEN + "' >\"$RESULT\"";

    @TempDir
    private Path home;

    @Test
    void aWalkIsMadeOnceAndSentWithTheRun() throws Exception {
        var night = night("allotment-tlsf");
        var golden = Files.readString(GOLDEN);
        assertThat(step(night, SOUND)).isEmpty();
        assertThat(Files.readString(night.directory().heap())).isEqualTo(golden);
        assertThat(Files.exists(night.directory().scratch())).isFalse();
        assertThat(step(night, "exit 7")).isEmpty();
        assertThat(Files.readString(night.directory().heap())).isEqualTo(golden);
        Files.writeString(night.directory().environment(), "{}");
        var body = UploadBody.of(night.directory());
        assertThat(body.parts()).extracting(UploadBody.Part::name).containsExactly("heap", "environment");
        assertThat(new String(body.parts().getFirst().content(), StandardCharsets.UTF_8))
                .isEqualTo(golden);
        // A picture alone is nothing that a dashboard would take.
        assertThat(body.hasResults()).isFalse();
    }

    @Test
    void whatGoesWrongIsSaidAndIsNoFailure() throws Exception {
        var night = night("allotment-tlsf");
        assertThat(step(night, "exit 7")).contains("exit=7");
        assertThat(step(night, "exit 0")).contains("exit=0");
        assertThat(Files.exists(night.directory().heap())).isFalse();
        assertThat(step(night, SOUND + "; exit 7")).contains("exit=7");
        assertThat(Files.exists(night.directory().heap())).isFalse();
    }

    @Test
    void aPictureThatADashboardWouldRefuseIsDroppedAndOneLineSaysWhy() throws Exception {
        var night = night("allotment-tlsf");
        assertThat(step(night, "printf '{}' >\"$RESULT\"")).contains("reason=format expected=allotment.heap/1, found=");
        assertThat(Files.exists(night.directory().heap())).isFalse();
        assertThat(step(night, "sed 's/\"lost\": 16/\"lost\": 17/' '" + GOLDEN + "' >\"$RESULT\""))
                .contains("reason=bytes are not conserved, source=4096, sum=4097");
        assertThat(Files.exists(night.directory().heap())).isFalse();
        assertThat(step(night, "printf '{\\n\\n' >\"$RESULT\"").orElseThrow()).hasLineCount(1);
        assertThat(Files.exists(night.directory().heap())).isFalse();
        assertThat(Files.exists(night.directory().scratch())).isFalse();
    }

    @Test
    void oneThatWasThereAndIsNotSoundIsMadeAgain() throws Exception {
        var night = night("allotment-tlsf");
        Files.writeString(night.directory().heap(), "{}");
        assertThat(step(night, "exit 7")).contains("exit=7");
        assertThat(Files.exists(night.directory().heap())).isFalse();
        Files.writeString(night.directory().heap(), "{}");
        assertThat(step(night, "exit 0")).contains("exit=0");
        assertThat(Files.exists(night.directory().heap())).isFalse();
        Files.writeString(night.directory().heap(), "{}");
        assertThat(step(night, SOUND)).isEmpty();
        assertThat(Files.readString(night.directory().heap())).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void aScratchSpaceThatCannotBeMadeIsSaidAndIsNoFailure() throws Exception {
        var night = night("allotment-tlsf");
        Files.writeString(night.directory().scratch(), "a file where a folder should be");
        assertThat(step(night, SOUND).orElseThrow()).startsWith("reason=").hasLineCount(1);
        assertThat(Files.exists(night.directory().heap())).isFalse();
    }

    /** Folders within folders until no path names the innermost: the shell can make them, and remove them. */
    @Test
    void aScratchSpaceThatCannotBeClearedIsNoFailure() throws Exception {
        var night = night("allotment-tlsf");
        var name = "d".repeat(200);
        var deep = "for i in $(seq 25); do mkdir " + name + " && cd -P " + name + " || exit 3; done";
        try {
            assertThat(step(night, SOUND + "; " + deep)).isEmpty();
            assertThat(Files.exists(night.directory().scratch())).isTrue();
            assertThat(Files.readString(night.directory().heap())).isEqualTo(Files.readString(GOLDEN));
        } finally {
            new ProcessBuilder("rm", "-rf", night.directory().scratch().toString())
                    .start()
                    .waitFor();
        }
    }

    @Test
    void aNightWithoutOursHasNoPicture() throws Exception {
        var night = night("malloc-critical");
        assertThat(step(night, SOUND)).isEmpty();
        assertThat(Files.exists(night.directory().heap())).isFalse();
        assertThat(step(night("allotment-tlsf"), "")).isEmpty();
    }

    @Test
    void aWalkThatComesToNoEndIsEndedAndItsPictureDropped() throws Exception {
        var night = night("allotment-tlsf");
        var limits = new Limits(1_000, 1, 0);
        assertThat(step(night, night.plan(), SOUND + "; sleep 60", limits)).contains("limitSeconds=1");
        assertThat(Files.exists(night.directory().heap())).isFalse();
    }

    @Test
    void aNightThatMeasuresAnotherAgainHasNoPicture() throws Exception {
        var night = night("allotment-tlsf");
        assertThat(step(night, confirming(night.plan()), SOUND, FakeNight.LIMITS))
                .isEmpty();
        assertThat(Files.exists(night.directory().heap())).isFalse();
    }

    private static Plan confirming(Plan plan) {
        var run = plan.run();
        return new Plan(
                plan.format(),
                new RunInfo(
                        run.id(), run.project(), "confirm", run.profile(), run.started(), run.ended(), "parent", ""),
                plan.commit(),
                plan.machine(),
                plan.measurement(),
                plan.jmh(),
                plan.canary(),
                plan.loadBefore(),
                plan.sources(),
                plan.jars(),
                plan.litmus(),
                plan.units());
    }

    private FakeNight night(String subject) throws IOException {
        return FakeNight.plan(
                home.resolve(subject), List.of(Cell.of("fake.Pair.pair", Map.of("subject", subject), 1)), List.of());
    }

    private static Optional<String> step(FakeNight night, String script) throws Exception {
        return step(night, night.plan(), script, FakeNight.LIMITS);
    }

    private static Optional<String> step(FakeNight night, Plan plan, String script, Limits limits) throws Exception {
        var children = new FakeChildren(FakeChildren.HEALTHY).withHeap(script);
        var setting = new NightRun.Setting(children, new Strays(night.lockFile()), limits);
        return new HeapStep(setting, plan, night.directory()).run();
    }
}
