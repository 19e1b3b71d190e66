package org.allotment.reports.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.document.JmhMetric;
import org.allotment.reports.model.document.JmhResult;
import org.jspecify.annotations.Nullable;

/** Reads JMH's array, element by element. */
final class JmhReader {
    private static final Set<String> MODES = Set.of("thrpt", "avgt", "sample", "ss");
    private static final char MIDDLE_DOT = '\u00b7';

    private final Cursor cursor;
    private int metrics;

    JmhReader(Cursor cursor) {
        this.cursor = cursor;
    }

    List<JmhResult> read() throws IOException, DocumentFault {
        List<JmhResult> results = new ArrayList<>();
        cursor.array(() -> results.add(new ElementReader().read()));
        if (results.isEmpty()) {
            throw cursor.fault("at least one result expected, found=[]");
        }
        return results;
    }

    private JmhMetric metric() throws IOException, DocumentFault {
        metrics++;
        if (metrics > Limits.METRICS) {
            throw cursor.fault("too many metrics, max=" + Limits.METRICS);
        }
        return new MetricReader(cursor).read();
    }

    /** One element; it stands on its first token. */
    private final class ElementReader {
        private @Nullable String benchmark;
        private @Nullable String mode;
        private int threads = 1;
        private int forks;
        private Params params = Params.NONE;
        private @Nullable JmhMetric primary;
        private final LinkedHashMap<String, JmhMetric> secondary = new LinkedHashMap<>();
        private final SetupReader setup = new SetupReader(cursor);

        JmhResult read() throws IOException, DocumentFault {
            cursor.object(this::field);
            return new JmhResult(
                    required(benchmark, "benchmark"),
                    required(mode, "mode"),
                    threads,
                    forks,
                    params,
                    setup.setup(),
                    required(primary, "primaryMetric"),
                    secondary);
        }

        private void field(String name) throws IOException, DocumentFault {
            switch (name) {
                case "benchmark" -> benchmark = cursor.name();
                case "mode" -> mode = mode();
                case "threads" -> threads = cursor.small(1);
                case "forks" -> forks = cursor.small(0);
                case "params" -> params = params();
                case "primaryMetric" -> primary = metric();
                case "secondaryMetrics" -> secondary();
                default -> setup.field(name);
            }
        }

        private String mode() throws IOException, DocumentFault {
            String word = cursor.name();
            if (!MODES.contains(word)) {
                throw cursor.fault("mode expected, one of thrpt, avgt, sample, ss, found=\"" + word + "\"");
            }
            return word;
        }

        private Params params() throws IOException, DocumentFault {
            Map<String, String> values = new TreeMap<>();
            if (!cursor.isNull()) {
                cursor.object(name -> values.put(name, cursor.text(Limits.TEXT_LENGTH)));
            }
            return Params.of(values);
        }

        private void secondary() throws IOException, DocumentFault {
            if (cursor.isNull()) {
                return;
            }
            cursor.object(name -> {
                String plain = name.indexOf(MIDDLE_DOT) == 0 ? name.substring(1) : name;
                if (plain.isEmpty()) {
                    throw cursor.fault("metric name expected, found=\"" + name + "\"");
                }
                if (secondary.putIfAbsent(plain, metric()) != null) {
                    throw cursor.fault("metric twice, with and without the middle dot, name=" + plain);
                }
            });
        }

        private <T> T required(@Nullable T value, String name) throws DocumentFault {
            if (value == null) {
                throw cursor.fault("field expected and absent, name=" + name);
            }
            return value;
        }
    }

    /** The fields of an element that say how it was measured. */
    private static final class SetupReader {
        private final Cursor cursor;
        private @Nullable String jmhVersion;
        private List<String> jvmArgs = List.of();
        private @Nullable String jdkVersion;
        private @Nullable String vmName;
        private @Nullable String vmVersion;
        private @Nullable Long warmupIterations;
        private @Nullable String warmupTime;
        private @Nullable Long warmupBatchSize;
        private @Nullable Long measurementIterations;
        private @Nullable String measurementTime;
        private @Nullable Long measurementBatchSize;

        SetupReader(Cursor cursor) {
            this.cursor = cursor;
        }

        void field(String name) throws IOException, DocumentFault {
            switch (name) {
                case "jmhVersion" -> jmhVersion = cursor.maybeText(Limits.NAME_LENGTH);
                case "jvmArgs" -> jvmArgs = cursor.texts(Limits.TEXT_LENGTH);
                case "jdkVersion" -> jdkVersion = cursor.maybeText(Limits.NAME_LENGTH);
                case "vmName" -> vmName = cursor.maybeText(Limits.NAME_LENGTH);
                case "vmVersion" -> vmVersion = cursor.maybeText(Limits.NAME_LENGTH);
                case "warmupIterations" -> warmupIterations = maybeCount();
                case "warmupTime" -> warmupTime = cursor.maybeText(Limits.NAME_LENGTH);
                case "warmupBatchSize" -> warmupBatchSize = maybeCount();
                case "measurementIterations" -> measurementIterations = maybeCount();
                case "measurementTime" -> measurementTime = cursor.maybeText(Limits.NAME_LENGTH);
                case "measurementBatchSize" -> measurementBatchSize = maybeCount();
                default -> cursor.skip();
            }
        }

        JmhResult.Setup setup() {
            return new JmhResult.Setup(
                    jmhVersion,
                    jvmArgs,
                    jdkVersion,
                    vmName,
                    vmVersion,
                    warmupIterations,
                    warmupTime,
                    warmupBatchSize,
                    measurementIterations,
                    measurementTime,
                    measurementBatchSize);
        }

        private @Nullable Long maybeCount() throws IOException, DocumentFault {
            return cursor.isNull() ? null : cursor.count();
        }
    }
}
