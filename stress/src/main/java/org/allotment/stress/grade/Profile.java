package org.allotment.stress.grade;

/** How long jcstress looks at each test, and how many operations a campaign has. */
enum Profile {
    /** Some 4 configurations of 100 ms: catches what shows often, in seconds. No campaigns. */
    QUICK("-sc false -f 1 -fsm 1 -iters 1 -time 100", 0),
    /** Every split of compilers over the actors, 5 × 200 ms each. */
    NIGHTLY("-sc true -f 1 -fsm 1 -iters 5 -time 200", 10_000_000),
    /** As nightly, 5 × 1 s each, with five seeds of the compiler's randomised configurations. */
    FULL("-sc true -f 1 -fsm 5 -iters 5 -time 1000", 1_000_000_000);

    private final String options;
    private final long operations;

    Profile(String options, long operations) {
        this.options = options;
        this.operations = operations;
    }

    /** Returns the random operations on each form of each engine; zero when there are no campaigns. */
    long operations() {
        return operations;
    }

    /** Returns the options of jcstress, a space between them. */
    String options() {
        return options;
    }
}
