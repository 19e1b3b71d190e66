package org.allotment.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.allotment.stress.verdict.Expect;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.StateRule;
import org.junit.jupiter.api.Test;

/** Rounds of a jcstress that is not there: each takes its samples from a script. */
final class RoundsTest {
    /** A first round of the nightly profile looks for ten seconds then, of the three minutes that are allowed. */
    private static final int PROCESSES = 10;

    private static final List<StateRule> RULES =
            List.of(new StateRule("1", Expect.ACCEPTABLE, ""), new StateRule("0", Expect.FORBIDDEN, ""));
    private static final ExpectedTest ONE = test("a.One");
    private static final ExpectedTest TWO = test("a.Two");
    private static final ExpectedTest VIRTUAL = test("a.Virtual");

    private final List<String> asked = new ArrayList<>();
    private final Deque<JcstressRun> script = new ArrayDeque<>();

    @Test
    void oftenEnoughAtOnceIsOneRound() throws IOException {
        script.add(round(ONE, "1", 10_000_000));
        assertThat(samples(run(Profile.NIGHTLY, ONE))).isEqualTo(10_000_000);
        assertThat(asked).containsExactly("a.One -sc true -f 1 -fsm 1 -iters 5 -time 200");
    }

    @Test
    void whatIsMissingIsLookedForLongerWithAMargin() throws IOException {
        script.add(round(ONE, "1", 2_000_000));
        script.add(round(ONE, "1", 10_000_000));
        assertThat(samples(run(Profile.NIGHTLY, ONE))).isEqualTo(12_000_000);
        assertThat(asked).hasSize(2).last().isEqualTo("a.One -sc true -f 1 -fsm 1 -iters 25 -time 200");
    }

    @Test
    void aSlowTestGetsItsAllowanceAndNoMore() throws IOException {
        script.add(round(ONE, "1", 1_000));
        script.add(round(ONE, "1", 18_000));
        assertThat(samples(run(Profile.NIGHTLY, ONE))).isEqualTo(19_000);
        assertThat(asked).hasSize(2).last().isEqualTo("a.One -sc true -f 1 -fsm 1 -iters 90 -time 200");
    }

    @Test
    void aRoundThatBringsLessThanTheOneBeforeIsFollowedByAnother() throws IOException {
        script.add(round(ONE, "1", 2_000_000));
        script.add(round(ONE, "1", 4_000_000));
        script.add(round(ONE, "1", 4_000_000));
        assertThat(samples(run(Profile.NIGHTLY, ONE))).isEqualTo(10_000_000);
        assertThat(asked).hasSize(3).last().isEqualTo("a.One -sc true -f 1 -fsm 1 -iters 25 -time 200");
    }

    @Test
    void theSecondRoundSpendsTheAllowanceOfTheThird() throws IOException {
        script.add(round(ONE, "1", 700_000));
        script.add(round(ONE, "1", 100_000));
        script.add(round(ONE, "1", 100_000));
        run(Profile.NIGHTLY, ONE);
        assertThat(asked.subList(1, 3))
                .containsExactly(
                        "a.One -sc true -f 1 -fsm 1 -iters 75 -time 200",
                        "a.One -sc true -f 1 -fsm 1 -iters 15 -time 200");
    }

    @Test
    void eachTestThatLacksSomethingIsLookedAtAlone() throws IOException {
        script.add(round(ONE, "1", 20_000_000).and(round(TWO, "1", 9_999_999)));
        script.add(round(TWO, "1", 2_000_000));
        JcstressRun run = run(Profile.NIGHTLY, ONE, TWO);
        assertThat(asked)
                .containsExactly(
                        "a.One a.Two -sc true -f 1 -fsm 1 -iters 5 -time 200",
                        "a.Two -sc true -f 1 -fsm 1 -iters 5 -time 200");
        assertThat(run.results()).hasSize(3 * PROCESSES);
    }

    @Test
    void aRedTestHasSaidWhatItHasToSay() throws IOException {
        script.add(round(ONE, "0", 1));
        assertThat(run(Profile.NIGHTLY, ONE).results()).hasSize(PROCESSES);
        script.add(new JcstressRun(List.of(), ""));
        assertThat(run(Profile.NIGHTLY, ONE).results()).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatARoundLacksIsToldAndEndsTheRounds() throws IOException {
        script.add(round(ONE, "1", 1_000_000));
        script.add(new JcstressRun(List.of(), "jcstress left no result file"));
        JcstressRun run = run(Profile.NIGHTLY, ONE);
        assertThat(run.incomplete()).isEqualTo("jcstress left no result file");
        assertThat(samples(run)).isEqualTo(1_000_000);
    }

    @Test
    void aHundredthIsAskedOfVirtualThreads() throws IOException {
        script.add(round(VIRTUAL, "1", 100_000));
        run(Profile.NIGHTLY, VIRTUAL);
        assertThat(asked).hasSize(1);
        script.add(round(VIRTUAL, "1", 99_999));
        script.add(round(VIRTUAL, "1", 1));
        run(Profile.NIGHTLY, VIRTUAL);
        assertThat(asked).hasSize(3);
    }

    @Test
    void theQuickProfileHasOneRoundAndNothingHasNone() throws IOException {
        script.add(round(ONE, "1", 1));
        run(Profile.QUICK, ONE);
        assertThat(asked).containsExactly("a.One -sc false -f 1 -fsm 1 -iters 1 -time 100");
        assertThat(run(Profile.FULL).results()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    private JcstressRun run(Profile profile, ExpectedTest... tests) throws IOException {
        Rounds rounds = new Rounds(profile, VIRTUAL::equals, this::next);
        JcstressRun run = rounds.run(List.of(tests));
        assertThat(script).as("rounds that nobody asked for").isEmpty();
        return run;
    }

    private JcstressRun next(List<ExpectedTest> tests, String options) {
        asked.add(String.join(" ", tests.stream().map(ExpectedTest::name).toList()) + " " + options);
        return script.remove();
    }

    private static long samples(JcstressRun run) {
        return run.results().stream().mapToLong(ForkResult::samples).sum();
    }

    private static ExpectedTest test(String name) {
        return new ExpectedTest(name, "d", 2, false, "", RULES);
    }

    /** A round whose first process has seen all of the samples but one for each of the others. */
    private static JcstressRun round(ExpectedTest test, String state, long samples) {
        List<ForkResult> results = new ArrayList<>(Collections.nCopies(PROCESSES - 1, result(test, state, 1)));
        results.add(result(test, state, Math.max(1, samples - results.size())));
        return new JcstressRun(results, "");
    }

    private static ForkResult result(ExpectedTest test, String state, long samples) {
        return new ForkResult(test.name(), ForkResult.NORMAL, "", "", List.of(), Map.of(state, samples), "");
    }
}
