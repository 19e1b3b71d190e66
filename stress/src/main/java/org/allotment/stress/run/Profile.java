package org.allotment.stress.run;

import java.time.Duration;

/** How long jcstress looks at each test, and how many operations a campaign has. */
@SuppressWarnings("ImmutableEnumChecker") // records of immutable values
public enum Profile {
    /** Some 4 configurations of 100 ms: catches what shows often, in seconds. No campaigns. */
    QUICK("-sc false -f 1 -fsm 1", new Looks(1, 100), SampleGoal.NONE, 0),
    /** Every split of compilers over the actors, 5 × 200 ms each, and longer where that is less than ten million samples. */
    NIGHTLY("-sc true -f 1 -fsm 1", new Looks(5, 200), new SampleGoal(10_000_000, Duration.ofMinutes(3)), 10_000_000),
    /** As nightly, 5 × 1 s each, with five seeds of the compiler's randomised configurations, up to a milliard samples. */
    FULL(
            "-sc true -f 1 -fsm 5",
            new Looks(5, 1_000),
            new SampleGoal(1_000_000_000, Duration.ofMinutes(30)),
            1_000_000_000);

    private final String configurations;
    private final Looks looks;
    private final SampleGoal goal;
    private final long operations;

    /** The iterations of one process. */
    private record Looks(int count, int millis) {}

    Profile(String configurations, Looks looks, SampleGoal goal, long operations) {
        this.configurations = configurations;
        this.looks = looks;
        this.goal = goal;
        this.operations = operations;
    }

    /**
     * Returns the random operations on each form of each engine.
     *
     * @return operations; zero when there are no campaigns
     */
    public long operations() {
        return operations;
    }

    /**
     * Returns the options of jcstress in the first round.
     *
     * @return options, a space between them
     */
    public String options() {
        return options(1);
    }

    /**
     * Returns how often tests should have run.
     *
     * @return the goal
     */
    public SampleGoal goal() {
        return goal;
    }

    /** Returns the options of a round that is so many times as long as the first. */
    String options(int factor) {
        return configurations + " -iters " + (long) factor * looks.count() + " -time " + looks.millis();
    }

    /** Returns for how many milliseconds one process of the first round looks. */
    long millis() {
        return (long) looks.count() * looks.millis();
    }
}
