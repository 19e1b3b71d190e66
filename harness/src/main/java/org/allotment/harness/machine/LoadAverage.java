package org.allotment.harness.machine;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Load averages over one, five and fifteen minutes. */
public final class LoadAverage {

    private LoadAverage() {}

    /** Reads the averages; one of them where the kernel offers no more, none where it offers none. */
    public static List<Double> read(SystemFiles files) {
        return files.firstLine("proc/loadavg").map(LoadAverage::parse).orElseGet(() -> {
            var average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            return average < 0 ? List.of() : List.of(average);
        });
    }

    private static List<Double> parse(String line) {
        return Arrays.stream(line.split("\\s+")).limit(3).map(Double::valueOf).toList();
    }
}
