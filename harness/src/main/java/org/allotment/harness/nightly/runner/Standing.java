package org.allotment.harness.nightly.runner;

/**
 * How far a run is.
 *
 * @param done units of work that ended for good, failed ones among them
 * @param total units of work of the whole plan that apply here
 * @param unit what is done next; empty when all is done
 * @param unitMillis how long that should take
 * @param remainingMillis how long all that is left should take
 */
public record Standing(int done, int total, int failed, String unit, long unitMillis, long remainingMillis) {

    /** Is told between two units of work: nothing is measured until it returns. */
    public interface Listener {
        /** The next unit is about to start, or all have ended. */
        void at(Standing standing) throws InterruptedException;

        /** The run goes on no more, and not all is done. */
        void stopped();

        /** Nobody. */
        static Listener none() {
            return new Listener() {
                @Override
                public void at(Standing standing) {
                    // Nobody is told.
                }

                @Override
                public void stopped() {
                    // Nobody is told.
                }
            };
        }
    }
}
