package org.allotment.stress.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.Grader;
import org.allotment.stress.verdict.Verdict;

/**
 * Lets jcstress look at tests once, and then at each that has run too rarely for the profile again, with other seeds and
 * for longer, until it has run often enough or its allowance is spent.
 *
 * <p>A test that is red after a round has said what it has to say and gets no other.
 */
public final class Rounds {
    private final Profile profile;
    private final Predicate<ExpectedTest> onVirtualThreads;
    private final Round round;

    /** One round of jcstress. */
    @FunctionalInterface
    interface Round {
        /** Looks at tests with the options. */
        JcstressRun run(List<ExpectedTest> tests, String options) throws IOException;
    }

    /**
     * Makes rounds of jcstress.
     *
     * @param profile how long they are
     * @param onVirtualThreads whether the actors of a test start virtual threads
     * @param work folder in which each round has a fresh one
     */
    public Rounds(Profile profile, Predicate<ExpectedTest> onVirtualThreads, Path work) {
        this(profile, onVirtualThreads, (tests, options) -> JcstressRun.of(tests, options, work));
    }

    Rounds(Profile profile, Predicate<ExpectedTest> onVirtualThreads, Round round) {
        this.profile = profile;
        this.onVirtualThreads = onVirtualThreads;
        this.round = round;
    }

    /**
     * Runs tests.
     *
     * @param tests the tests
     * @return the results of all rounds; incomplete as soon as a round is
     * @throws IOException if jcstress cannot be started or its results not be read
     */
    public JcstressRun run(List<ExpectedTest> tests) throws IOException {
        if (tests.isEmpty()) {
            return new JcstressRun(List.of(), "");
        }
        JcstressRun all = round.run(tests, profile.options());
        for (ExpectedTest test : tests) {
            all = further(test, all);
        }
        return all;
    }

    private JcstressRun further(ExpectedTest test, JcstressRun first) throws IOException {
        JcstressRun all = first;
        long affordable = affordable(resultsOf(test, first).size());
        int looked = 1;
        for (int factor = factor(test, all, looked, affordable); factor > 0; ) {
            all = all.and(round.run(List.of(test), profile.options(factor)));
            looked += factor;
            affordable -= factor;
            factor = factor(test, all, looked, affordable);
        }
        return all;
    }

    /** Returns how many rounds as long as the first the allowance is worth. */
    private long affordable(int processes) {
        long millis = processes * profile.millis();
        return millis == 0 ? 0 : profile.goal().allowance().toMillis() / millis;
    }

    /** Returns how many times as long as the first the next round of a test is; 0 when there is none. */
    private int factor(ExpectedTest test, JcstressRun all, int looked, long affordable) {
        long samples =
                resultsOf(test, all).stream().mapToLong(ForkResult::samples).sum();
        long missing = profile.goal().of(onVirtualThreads.test(test)) - samples;
        return missing <= 0 || affordable <= 0 || !isGreen(test, all)
                ? 0
                : SampleGoal.factor(missing, Math.max(1, samples / looked), affordable);
    }

    private static boolean isGreen(ExpectedTest test, JcstressRun all) {
        return all.incomplete().isEmpty()
                && new Grader(resultsOf(test, all), "")
                                .grade(List.of(test))
                                .getFirst()
                                .verdict()
                        == Verdict.GREEN;
    }

    private static List<ForkResult> resultsOf(ExpectedTest test, JcstressRun run) {
        return run.results().stream()
                .filter(result -> result.test().equals(test.name()))
                .toList();
    }
}
