package org.allotment.reports.model;

import java.util.List;

/** One metric of one variant in one run, its forks joined. */
public record Measured(
        Variant variant,
        String metric,
        String unit,
        Samples samples,
        Histograms histograms,
        List<Reported> reported,
        List<Double> forkValues,
        EpochKey epoch) {
    /** Immutable. */
    public Measured {
        reported = List.copyOf(reported);
        forkValues = List.copyOf(forkValues);
    }

    /** What a figure is of. */
    public record Variant(String benchmark, Params params, String mode, int threads) {
        /** Benchmark with its parameters. */
        public String label() {
            return params.label(benchmark);
        }
    }

    /** What figures must share to be compared; an unknown part is empty. */
    public record EpochKey(
            String microcode, String kernel, String jdk, String jvmArgs, String jmhConfig, String sourceHash) {
        /** The same for equal keys only. */
        public String fingerprint() {
            return Hashes.sha256(microcode, kernel, jdk, jvmArgs, jmhConfig, sourceHash);
        }
    }

    /** Which rule judges it. */
    public MetricKind kind() {
        return MetricKind.of(metric, unit);
    }

    /** True for throughput. */
    public boolean higherIsBetter() {
        return MetricKind.isHigherBetter(unit);
    }

    /** Values of the forks. */
    public double[] forks() {
        return forkValues.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
