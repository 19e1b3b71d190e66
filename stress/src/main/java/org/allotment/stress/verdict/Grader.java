package org.allotment.stress.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.allotment.stress.verdict.GradedTest.Failure;
import org.allotment.stress.verdict.GradedTest.Outcome;

/**
 * Turns expectations and results into verdicts.
 *
 * <p>Nothing is green by silence: an expected test without results is missing, and one with a failed process, with a
 * process that saw nothing, with results that may be incomplete or with a state nobody listed is red. So is one with
 * fewer configurations than another test of the run, because jcstress gives as many to all tests with equal actors; a
 * run of one test has none to compare it with. Of the reasons for red the gravest is told.
 */
public final class Grader {
    private final Map<String, List<ForkResult>> forks = new TreeMap<>();
    private final String incomplete;

    /**
     * Creates a grader for the results of one run.
     *
     * @param results all results, in any order
     * @param incomplete why results may be lacking, one sentence; empty when the run ended as it should
     */
    public Grader(List<ForkResult> results, String incomplete) {
        this.incomplete = incomplete;
        for (ForkResult result : results) {
            forks.computeIfAbsent(result.test(), name -> new ArrayList<>()).add(result);
        }
    }

    /**
     * Grades all expected tests; results of others are ignored.
     *
     * @param expected the tests
     * @return one entry each, in the order of their names
     */
    public List<GradedTest> grade(List<ExpectedTest> expected) {
        Map<Integer, Integer> most = mostConfigurations(expected);
        return expected.stream()
                .sorted(Comparator.comparing(ExpectedTest::name))
                .map(test -> grade(test, most.getOrDefault(test.actors(), 0)))
                .toList();
    }

    /** Returns for each number of actors how many configurations the test with most of them has. */
    private Map<Integer, Integer> mostConfigurations(List<ExpectedTest> expected) {
        Map<Integer, Integer> most = new HashMap<>();
        for (ExpectedTest test : expected) {
            most.merge(test.actors(), configurations(forks.getOrDefault(test.name(), List.of())), Math::max);
        }
        return most;
    }

    private GradedTest grade(ExpectedTest test, int mostConfigurations) {
        if (!test.isApplicable()) {
            return notRun(test, Verdict.NOT_APPLICABLE, test.notApplicable());
        }
        List<ForkResult> results = forks.getOrDefault(test.name(), List.of());
        if (results.isEmpty()) {
            String reason = "expected, and absent from the results";
            return notRun(test, Verdict.MISSING, incomplete.isEmpty() ? reason : reason + ": " + incomplete);
        }
        List<Outcome> outcomes = outcomes(test, results);
        String reason = reason(test, results, outcomes);
        if (reason.isEmpty()) {
            reason = gap(results, mostConfigurations);
        }
        return new GradedTest(
                test.name(),
                test.description(),
                test.actors(),
                test.inverted(),
                reason.isEmpty() ? Verdict.GREEN : Verdict.RED,
                reason,
                worstStatus(results),
                samples(results),
                configurations(results),
                outcomes,
                failures(test, results));
    }

    private static GradedTest notRun(ExpectedTest test, Verdict verdict, String reason) {
        return new GradedTest(
                test.name(),
                test.description(),
                test.actors(),
                test.inverted(),
                verdict,
                reason,
                GradedTest.NOT_RUN,
                0,
                0,
                List.of(),
                List.of());
    }

    /** Returns why the test is red, or the empty string. */
    private String reason(ExpectedTest test, List<ForkResult> results, List<Outcome> outcomes) {
        Outcome forbidden = seen(outcomes, Expect.FORBIDDEN);
        if (forbidden.count() > 0 && !test.inverted()) {
            return "FORBIDDEN state seen, state=" + forbidden.state() + ", count=" + forbidden.count();
        }
        Outcome unknown = seen(outcomes, Expect.UNKNOWN);
        if (unknown.count() > 0) {
            return "a state that no outcome lists was seen, state=" + unknown.state() + ", count=" + unknown.count();
        }
        String status = worstStatus(results);
        if (!status.equals(ForkResult.NORMAL)) {
            long failed = results.stream()
                    .filter(result -> !result.status().equals(ForkResult.NORMAL))
                    .count();
            return "a process did not end normally, status=" + status + ", processes=" + failed;
        }
        if (!incomplete.isEmpty()) {
            return incomplete;
        }
        if (test.inverted() && forbidden.count() == 0 && samples(results) > 0) {
            return "broken on purpose, and no forbidden state was seen, samples=" + samples(results);
        }
        return "";
    }

    /** Returns what was not looked at although nothing failed, or the empty string. */
    private static String gap(List<ForkResult> results, int mostConfigurations) {
        int configurations = configurations(results);
        if (samples(results) == 0) {
            return "no samples, configurations=" + configurations;
        }
        long silent = results.stream().filter(result -> result.samples() == 0).count();
        if (silent > 0) {
            return "a process has no samples, processes=" + silent + ", configurations=" + configurations;
        }
        if (configurations < mostConfigurations) {
            return "fewer configurations than another test with as many actors, configurations=" + configurations
                    + ", most=" + mostConfigurations;
        }
        return "";
    }

    /** Returns the most frequent outcome of a kind, or one with count 0. */
    private static Outcome seen(List<Outcome> outcomes, Expect expect) {
        return outcomes.stream()
                .filter(outcome -> outcome.expect() == expect)
                .max(Comparator.comparingLong(Outcome::count))
                .orElse(new Outcome("", expect, 0, 0, ""));
    }

    private static List<Outcome> outcomes(ExpectedTest test, List<ForkResult> results) {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Set<String>> configurations = new TreeMap<>();
        for (ForkResult result : results) {
            result.states().forEach((state, count) -> {
                counts.merge(state, count, Long::sum);
                configurations.computeIfAbsent(state, s -> new HashSet<>()).add(result.configuration());
            });
        }
        Map<String, Outcome> outcomes = new TreeMap<>();
        Set<StateRule> met = new HashSet<>();
        counts.forEach((state, count) -> {
            StateRule rule = StateRule.find(test.rules(), state);
            met.add(rule);
            int in = configurations.getOrDefault(state, Set.of()).size();
            outcomes.put(state, new Outcome(state, rule.expect(), count, in, rule.description()));
        });
        for (StateRule rule : test.rules()) {
            if (!met.contains(rule)) {
                outcomes.putIfAbsent(rule.state(), new Outcome(rule.state(), rule.expect(), 0, 0, rule.description()));
            }
        }
        return List.copyOf(outcomes.values());
    }

    private static List<Failure> failures(ExpectedTest test, List<ForkResult> results) {
        List<Failure> failures = new ArrayList<>();
        for (ForkResult result : results) {
            boolean told = false;
            for (Map.Entry<String, Long> seen : new TreeMap<>(result.states()).entrySet()) {
                Expect expect = StateRule.find(test.rules(), seen.getKey()).expect();
                if ((expect == Expect.FORBIDDEN || expect == Expect.UNKNOWN) && seen.getValue() > 0) {
                    failures.add(failure(result, seen.getKey(), seen.getValue()));
                    told = true;
                }
            }
            boolean silent = result.samples() == 0;
            if (!told && (silent || !result.status().equals(ForkResult.NORMAL))) {
                failures.add(failure(result, "", 0));
            }
        }
        failures.sort(Comparator.comparing(Failure::state)
                .thenComparing(Failure::jvmArgs)
                .thenComparing(Failure::compileMode)
                .thenComparing(Failure::seed));
        return failures;
    }

    private static Failure failure(ForkResult result, String state, long count) {
        return new Failure(
                state,
                count,
                result.compileMode(),
                result.scheduling(),
                result.maskedJvmArgs(),
                result.seed(),
                result.log());
    }

    private static String worstStatus(List<ForkResult> results) {
        return results.stream()
                .map(ForkResult::status)
                .filter(status -> !status.equals(ForkResult.NORMAL))
                .sorted()
                .findFirst()
                .orElse(ForkResult.NORMAL);
    }

    private static long samples(List<ForkResult> results) {
        return results.stream().mapToLong(ForkResult::samples).sum();
    }

    private static int configurations(List<ForkResult> results) {
        return (int) results.stream().map(ForkResult::configuration).distinct().count();
    }
}
