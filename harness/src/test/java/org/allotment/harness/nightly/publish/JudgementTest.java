package org.allotment.harness.nightly.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.UploadAnswer.Finding;
import org.allotment.harness.result.UploadAnswer.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

    private static Verdict verdict(@Nullable String findings) {
        List<Finding> list = findings == null
                ? List.of()
                : Arrays.stream(findings.split(" "))
                        .map(text -> text.split("/"))
                        .map(parts -> new Finding(parts[0], parts[1], null, "a.B.c", "score", 1, 1.1, "", null))
                        .toList();
        return new Verdict("", 1, 0, 0, 0, 0, 0, 0, list);
    }

    @ParameterizedTest
    @CsvSource({
        "CLEAN,,,0,0",
        "CLEAN,suspect/time,,0,1",
        "CLEAN,red/time,,1,1",
        "CLEAN,red/deterministic,,1,1",
        "CLEAN,red/litmus,,1,1",
        "CLEAN,missing/missing,,3,3",
        "CLEAN,red/missing,,3,3",
        "CLEAN,red/litmus missing/missing,,1,1",
        "MISSING,,,3,3",
        "MISSING,suspect/time,,3,1",
        "MISSING,red/deterministic,,1,1",
        "WORSE,missing/missing,,1,1",
        "CLEAN,suspect/time,none,0,0",
        "CLEAN,suspect/time,suspect/time,0,1",
        "CLEAN,suspect/time,red/time,1,1",
        "CLEAN,suspect/time red/litmus,none,1,1",
        "MISSING,suspect/time,none,3,3",
        "CLEAN,suspect/time,improved/time,0,0",
        "CLEAN,red/time,none,1,1",
    })
    void oneBeforeThreeBeforeZeroAndTheSecondLookReplacesTheFirst(
            ExitStatus own, @Nullable String first, @Nullable String confirmation, int lenient, int strict) {
        var second = Optional.ofNullable(confirmation).map(text -> verdict(text.equals("none") ? null : text));
        var judgement = new Judgement(own, verdict(first), second);
        assertThat(judgement.status(false).code()).isEqualTo(lenient);
        assertThat(judgement.status(true).code()).isEqualTo(strict);
    }

    private static Finding suspect(String name) {
        return new Finding("suspect", "time", null, name, "score", 1, 1.1, "", null);
    }

    @ParameterizedTest
    @CsvSource({"0,0,0,0", "1,0,0,0", "0,0,0,2", "2,1,0,0", "5,0,1,0"})
    void aSecondLookThatDidNotJudgeEverySuspectAcquitsNone(int green, int tooFewRuns, int missing, int notApplicable) {
        var first = new Verdict("suspect", 9, 2, 0, 0, 0, 0, 0, List.of(suspect("a.B.c"), suspect("a.B.d")));
        var second = new Verdict("", green, 0, 0, missing, notApplicable, tooFewRuns, 0, List.of());
        var judgement = new Judgement(ExitStatus.CLEAN, first, Optional.of(second));
        assertThat(judgement.suspects()).isEqualTo(first.findings());
        assertThat(judgement.status(true)).isEqualTo(ExitStatus.WORSE);
        assertThat(judgement.status(false)).isEqualTo(missing > 0 ? ExitStatus.MISSING : ExitStatus.CLEAN);
    }

    @Test
    void aSecondLookThatJudgedAllClearsThoseOfWhichItFoundNothing() {
        var first = new Verdict("suspect", 9, 2, 0, 0, 0, 0, 0, List.of(suspect("a.B.c"), suspect("a.B.d")));
        var second = new Verdict("suspect", 1, 1, 0, 0, 0, 0, 0, List.of(suspect("a.B.d")));
        var judgement = new Judgement(ExitStatus.CLEAN, first, Optional.of(second));
        assertThat(judgement.suspects()).containsExactly(suspect("a.B.d"));
    }

    @Test
    void usageComesBeforeEverything() {
        for (var status : ExitStatus.values()) {
            assertThat(ExitStatus.USAGE.and(status)).isEqualTo(ExitStatus.USAGE);
            assertThat(status.and(ExitStatus.CLEAN)).isEqualTo(status);
        }
        assertThat(ExitStatus.MISSING.and(ExitStatus.WORSE)).isEqualTo(ExitStatus.WORSE);
    }

    @Test
    void missingCountsWithoutAFindingAreMissingToo() {
        var counted = new Verdict("missing", 1, 0, 0, 2, 0, 0, 0, List.of());
        assertThat(new Judgement(ExitStatus.CLEAN, counted, Optional.empty()).status(false))
                .isEqualTo(ExitStatus.MISSING);
    }

    @Test
    void redCountsWithoutAFindingAreWorse() {
        var counted = new Verdict("red", 1, 0, 1, 2, 0, 0, 0, List.of());
        assertThat(new Judgement(ExitStatus.CLEAN, counted, Optional.empty()).status(false))
                .isEqualTo(ExitStatus.WORSE);
    }

    @Test
    void aBandIsSteadyUpToItsWidth() {
        assertThat(CanaryBand.isSteady(List.of(100.0, 104.0, 97.0))).isTrue();
        assertThat(CanaryBand.isSteady(List.of(100.0, 106.0, 100.0))).isFalse();
        assertThat(CanaryBand.isSteady(List.of(100.0))).isFalse();
        assertThat(CanaryBand.isSteady(List.of())).isFalse();
    }
}
