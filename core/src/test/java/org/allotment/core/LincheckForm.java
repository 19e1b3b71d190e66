package org.allotment.core;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How long the linearizability checks look: scenarios × interleavings of each.
 *
 * <p>A build takes 6 × 100. {@code -Dallotment.lincheck=100x1000} and {@code 100x10000} are the long forms; a heap of
 * 1 GiB is enough for each structure, and one JVM for each keeps what one leaves behind from the next:
 *
 * <pre>
 * for t in RunBitmap IndexPool RemoteFrees BiasedClaim Id Budget PageMap; do
 *   ./mvnw -pl core test -Dtest=${t}LincheckTest -Dallotment.lincheck=100x10000 -DargLine=-Xmx1g
 * done
 * </pre>
 */
public final class LincheckForm {
    private static final String[] FORM =
            System.getProperty("allotment.lincheck", "6x100").split("x", 2);

    private LincheckForm() {}

    /** Interleavings of each scenario in this run. */
    public static int invocations() {
        return Integer.parseInt(FORM[1]);
    }

    /** Two threads of three operations each, one before them and two after, by the form of this run. */
    public static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(Integer.parseInt(FORM[0]))
                .invocationsPerIteration(invocations())
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(2);
    }
}
