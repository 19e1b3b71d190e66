package org.allotment.stress.verdict;

import java.util.List;
import java.util.Map;

/**
 * What one process saw of one test in one configuration.
 *
 * @param test the test's name
 * @param status jcstress' own word; {@link #NORMAL} when the process ended as it should
 * @param compileMode which compiler each actor had
 * @param scheduling where the actors ran
 * @param jvmArgs the process's arguments, in order
 * @param states how often each state was seen
 * @param log messages and output of the process
 */
public record ForkResult(
        String test,
        String status,
        String compileMode,
        String scheduling,
        List<String> jvmArgs,
        Map<String, Long> states,
        String log) {
    /** The status of a process that ended as it should. */
    public static final String NORMAL = "NORMAL";

    private static final String SEED = "-XX:StressSeed=";

    /** Keeps copies of the collections. */
    public ForkResult {
        jvmArgs = List.copyOf(jvmArgs);
        states = Map.copyOf(states);
    }

    /**
     * Returns how often the test ran.
     *
     * @return the sum over all states
     */
    public long samples() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Returns the arguments without the compiler's seed, which differs from process to process.
     *
     * @return the arguments, a space between them
     */
    public String maskedJvmArgs() {
        return String.join(
                " ", jvmArgs.stream().filter(arg -> !arg.startsWith(SEED)).toList());
    }

    /**
     * Returns the compiler's seed.
     *
     * @return the number as it stood in the arguments; empty when there was none
     */
    public String seed() {
        return jvmArgs.stream()
                .filter(arg -> arg.startsWith(SEED))
                .map(arg -> arg.substring(SEED.length()))
                .findFirst()
                .orElse("");
    }

    /**
     * Names the configuration; processes that differ only by their seed share it.
     *
     * @return a key, equal for equal configurations
     */
    public String configuration() {
        return compileMode + '\n' + scheduling + '\n' + maskedJvmArgs();
    }
}
