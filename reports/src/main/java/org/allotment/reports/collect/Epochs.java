package org.allotment.reports.collect;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.reports.model.Measured.EpochKey;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.EnvironmentDocument.Machine;
import org.allotment.reports.model.document.JmhResult;
import org.allotment.reports.model.document.JmhResult.Setup;
import org.jspecify.annotations.Nullable;

/** Which environment class a run belongs to, and which epoch a result. */
final class Epochs {
    /** Flags that name a place or a moment of one run and change no figure. */
    private static final List<String> PASSING = List.of(
            "-Djava.io.tmpdir=",
            "-Djmh.ignoreLock=",
            "-XX:ErrorFile=",
            "-XX:HeapDumpPath=",
            "-XX:LogFile=",
            "-XX:StressSeed=",
            "-Xlog:");

    private static final double GIBIBYTE = 1L << 30;

    private Epochs() {}

    /** The project's label for the machine, else what makes machines alike; never the host name. */
    static String environmentClass(EnvironmentDocument environment) {
        Machine machine = environment.machine();
        if (machine.label() != null && !machine.label().isEmpty()) {
            return machine.label();
        }
        String parts = Stream.of(
                        machine.cpuModel(),
                        machine.cores() == null ? null : machine.cores() + " cores",
                        machine.memoryBytes() == null ? null : Math.round(machine.memoryBytes() / GIBIBYTE) + " GiB",
                        machine.os(),
                        machine.architecture())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? "unknown machine" : parts;
    }

    /**
     * The epoch of one element. The number of forks is not part of it, so that a confirmation with more forks
     * can be compared.
     */
    static EpochKey of(EnvironmentDocument environment, JmhResult result) {
        Setup setup = result.setup();
        String build = setup.vmVersion() == null ? environment.jvm().version() : setup.vmVersion();
        String name = setup.vmName() == null ? environment.jvm().name() : setup.vmName();
        return new EpochKey(
                orEmpty(environment.machine().microcode()),
                orEmpty(environment.machine().kernel()),
                words(name, build == null ? setup.jdkVersion() : build),
                setup.jvmArgs().stream().filter(Epochs::isLasting).collect(Collectors.joining(" ")),
                configuration(setup),
                orEmpty(environment.sources().get(sourceOf(result.benchmark()))));
    }

    private static String configuration(Setup setup) {
        return "JMH " + setup.jmhVersion() + ", warm-up " + setup.warmupIterations() + " × " + setup.warmupTime()
                + " × " + setup.warmupBatchSize() + ", measurement " + setup.measurementIterations() + " × "
                + setup.measurementTime() + " × " + setup.measurementBatchSize();
    }

    private static boolean isLasting(String flag) {
        return PASSING.stream().noneMatch(flag::startsWith);
    }

    /** The class that holds a benchmark method. */
    private static String sourceOf(String benchmark) {
        int dot = benchmark.lastIndexOf('.');
        return dot < 0 ? benchmark : benchmark.substring(0, dot);
    }

    private static String words(@Nullable String... words) {
        return Stream.of(words).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
