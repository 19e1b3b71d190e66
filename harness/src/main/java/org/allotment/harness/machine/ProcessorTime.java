package org.allotment.harness.machine;

import java.util.Arrays;
import java.util.Optional;

/**
 * Processor time since boot, summed over all processors, in the kernel's ticks.
 *
 * @param total all ticks, idle ones included
 * @param steal ticks that the hypervisor gave to others while this machine wanted them
 */
public record ProcessorTime(long total, long steal) {

    /** Columns of the cpu line that partition time; the guest columns after them are counted in user and nice already. */
    private static final int PARTITION = 8;

    private static final int STEAL = 7;

    /** Reads the counters; empty where the kernel has none. */
    public static Optional<ProcessorTime> read(SystemFiles files) {
        return files.field("proc/stat", "cpu").map(ProcessorTime::parse);
    }

    private static ProcessorTime parse(String line) {
        var ticks = Arrays.stream(line.trim().split("\\s+"))
                .limit(PARTITION)
                .mapToLong(Long::parseLong)
                .toArray();
        return new ProcessorTime(Arrays.stream(ticks).sum(), ticks.length > STEAL ? ticks[STEAL] : 0);
    }

    /** Stolen share of the time since an earlier reading, in percent; 0 when no tick has passed. */
    public double stealPercentSince(ProcessorTime earlier) {
        var passed = total - earlier.total;
        return passed <= 0 ? 0 : 100.0 * (steal - earlier.steal) / passed;
    }
}
