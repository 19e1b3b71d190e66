package org.allotment.reports.collect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.Histograms;
import org.allotment.reports.model.Measured;
import org.allotment.reports.model.Measured.EpochKey;
import org.allotment.reports.model.Measured.Variant;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Reported;
import org.allotment.reports.model.Samples;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.JmhMetric;
import org.allotment.reports.model.document.JmhResult;

/** Elements of one identity are forks of it, in the order given. */
final class Joining {
    private final EnvironmentDocument environment;
    private final Map<Key, Joined> joined = new LinkedHashMap<>();

    private Joining(EnvironmentDocument environment) {
        this.environment = environment;
    }

    /** One for each metric of each variant, in the order of their first element. */
    static List<Measured> of(List<JmhResult> results, EnvironmentDocument environment) {
        Joining joining = new Joining(environment);
        results.forEach(joining::add);
        return joining.joined.entrySet().stream()
                .map(entry -> entry.getValue().measured(entry.getKey()))
                .toList();
    }

    private void add(JmhResult result) {
        Variant variant = new Variant(result.benchmark(), result.params(), result.mode(), result.threads());
        EpochKey epoch = Epochs.of(environment, result);
        add(new Key(variant, MetricKind.PRIMARY, result.primary().unit()), epoch, result.primary());
        result.secondary()
                .forEach((name, metric) -> add(new Key(variant, distinct(name), metric.unit()), epoch, metric));
    }

    private void add(Key key, EpochKey epoch, JmhMetric metric) {
        joined.computeIfAbsent(key, unseen -> new Joined(epoch)).add(metric);
    }

    /** A secondary metric that is called like the primary one is another metric. */
    private static String distinct(String name) {
        return name.equals(MetricKind.PRIMARY) ? name + " (secondary)" : name;
    }

    private record Key(Variant variant, String metric, String unit) {}

    private static final class Joined {
        private final EpochKey epoch;
        private final List<Reported> reported = new ArrayList<>();
        private final List<Double> forkValues = new ArrayList<>();
        private Samples samples = Samples.NONE;
        private Histograms histograms = Histograms.NONE;

        Joined(EpochKey epoch) {
            this.epoch = epoch;
        }

        void add(JmhMetric metric) {
            reported.add(metric.reported());
            samples = samples.followedBy(metric.samples());
            histograms = histograms.followedBy(metric.histograms());
            Arrays.stream(metric.forkValues()).forEach(forkValues::add);
        }

        Measured measured(Key key) {
            return new Measured(
                    key.variant(), key.metric(), key.unit(), samples, histograms, reported, forkValues, epoch);
        }
    }
}
