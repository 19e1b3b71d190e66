package org.allotment.reports.store.inquiry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One machine class: its nights, oldest first. */
public record MachineView(MachineClass machine, List<Night> nights) {
    /** Immutable. */
    public MachineView {
        nights = List.copyOf(nights);
    }

    /** A machine class of a project, with how much it measured and when last. */
    public record MachineClass(
            long id,
            String project,
            String name,
            long runs,
            @Nullable Instant last) {}

    /**
     * How one night went.
     *
     * @param canary median of its canary, NaN without one
     * @param steady whether the canary held still during the night, null without one
     * @param inBand whether it was where it had been, null without one
     * @param noise  median over at most 200 series of the relative standard error of one run; NaN where none is known
     * @param steal  percent of the time that the host took, null where it is unknown
     * @param load   before the night, numbers separated by blanks
     */
    public record Night(
            String runId,
            Instant started,
            @Nullable String sha,
            double canary,
            @Nullable String unit,
            @Nullable Boolean steady,
            @Nullable Boolean inBand,
            double noise,
            @Nullable Double steal,
            String load,
            String kernel,
            String microcode,
            String jdk) {}
}
