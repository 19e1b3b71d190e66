package org.allotment.reports.web.view.part;

import java.util.List;

/**
 * Runs that go on.
 *
 * @param stream where their progress is told as it is made
 * @param asOf   the minute in which the page was made
 * @param runs   each of them
 * @param blank  what a run that begins while the page is open is written over
 */
public record Running(String stream, String asOf, List<Run> runs, Run blank) {

    /**
     * One run.
     *
     * @param key    tells it from the others
     * @param title  what it is
     * @param badge  what it is at
     * @param done   units of work that ended
     * @param total  units of work that it means to do, at least one
     * @param reach  both in words
     * @param failed how many of them failed
     * @param bad    whether any did
     * @param ends   when it thinks that it ends
     * @param unit   what it does now
     */
    public record Run(
            String key,
            String title,
            Badge badge,
            int done,
            int total,
            String reach,
            String failed,
            boolean bad,
            String ends,
            String unit) {}
}
