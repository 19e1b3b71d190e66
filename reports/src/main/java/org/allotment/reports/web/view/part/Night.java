package org.allotment.reports.web.view.part;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run in short: the strip at the top of the overview and of the run's own page.
 *
 * @param href the run's page
 * @param badge its verdict
 * @param headline the verdict in one sentence
 * @param tiles counts by state
 * @param revision what was measured
 * @param started when
 * @param duration how long it took, or empty
 * @param machine the class of machine
 * @param canary whether the machine held still
 * @param kind {@code nightly}, {@code manual}, {@code confirm}, {@code bisect}
 * @param note what its producer says of it, or empty
 */
public record Night(
        String href,
        Badge badge,
        String headline,
        List<Tile> tiles,
        Revision revision,
        Moment started,
        String duration,
        String machine,
        @Nullable Canary canary,
        String kind,
        String note) {

    /**
     * A count.
     *
     * @param badge of what
     * @param count how many
     * @param href shows them, or empty
     */
    public record Tile(Badge badge, long count, String href) {

        /** Returns whether there is anything to see. */
        public boolean any() {
            return count > 0;
        }
    }

    /**
     * The benchmark that never changes.
     *
     * @param badge steady or moved
     * @param text its scores
     */
    public record Canary(Badge badge, String text) {}
}
