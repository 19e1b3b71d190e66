package org.allotment.stress.grade;

/** How long jcstress looks at each test. */
enum Profile {
    /** Some 4 configurations of 100 ms: catches what shows often, in seconds. */
    QUICK("-sc false -f 1 -fsm 1 -iters 1 -time 100"),
    /** Every split of compilers over the actors, 5 × 200 ms each. */
    NIGHTLY("-sc true -f 1 -fsm 1 -iters 5 -time 200"),
    /** As nightly, 5 × 1 s each, with five seeds of the compiler's randomised configurations. */
    FULL("-sc true -f 1 -fsm 5 -iters 5 -time 1000");

    private final String options;

    Profile(String options) {
        this.options = options;
    }

    /** Returns the options of jcstress, a space between them. */
    String options() {
        return options;
    }
}
