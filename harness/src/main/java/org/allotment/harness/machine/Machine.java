package org.allotment.harness.machine;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The computer as the kernel describes it. What cannot be read is null, never guessed.
 *
 * @param label the name the project gives to this machine, or null
 * @param host for the reader only; never part of the environment class
 * @param cores processors this JVM may use
 * @param threadsPerCore hardware threads of one core
 * @param governor frequency governor of the first processor
 * @param turbo whether the processor may leave its base frequency
 * @param memoryBytes memory the kernel manages, in bytes
 * @param container what contains this process, as {@code docker}, or null
 */
public record Machine(
        @Nullable String label,
        String host,
        @Nullable String cpuModel,
        @Nullable String microcode,
        int cores,
        @Nullable Integer threadsPerCore,
        @Nullable String governor,
        @Nullable Boolean turbo,
        long memoryBytes,
        String os,
        String architecture,
        String kernel,
        @Nullable String container) {

    private static final String CPU = "proc/cpuinfo";

    /** Reads this host. */
    public static Machine read(@Nullable String label) {
        return read(SystemFiles.ofThisHost(), label);
    }

    /** Reads a host from its files. */
    public static Machine read(SystemFiles files, @Nullable String label) {
        return new Machine(
                label,
                host(files),
                files.field(CPU, "model name").orElse(null),
                files.field(CPU, "microcode").orElse(null),
                Runtime.getRuntime().availableProcessors(),
                threadsPerCore(files).orElse(null),
                files.firstLine("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
                        .orElse(null),
                turbo(files).orElse(null),
                memory(files),
                System.getProperty("os.name", "unknown"),
                System.getProperty("os.arch", "unknown"),
                System.getProperty("os.version", "unknown"),
                container(files).orElse(null));
    }

    private static String host(SystemFiles files) {
        return files.firstLine("proc/sys/kernel/hostname").orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException _) {
                return "unknown";
            }
        });
    }

    private static Optional<Integer> threadsPerCore(SystemFiles files) {
        var siblings = files.field(CPU, "siblings").map(Integer::valueOf);
        var cores = files.field(CPU, "cpu cores").map(Integer::valueOf).filter(count -> count > 0);
        return siblings.flatMap(threads -> cores.map(count -> threads / count));
    }

    private static Optional<Boolean> turbo(SystemFiles files) {
        var off =
                files.firstLine("sys/devices/system/cpu/intel_pstate/no_turbo").map("0"::equals);
        return off.or(
                () -> files.firstLine("sys/devices/system/cpu/cpufreq/boost").map("1"::equals));
    }

    private static long memory(SystemFiles files) {
        return files.field("proc/meminfo", "MemTotal")
                .map(text -> Long.parseLong(text.replace("kB", "").trim()) * 1024)
                .orElseGet(Machine::memoryByBean);
    }

    private static long memoryByBean() {
        var bean = ManagementFactory.getOperatingSystemMXBean();
        return bean instanceof com.sun.management.OperatingSystemMXBean known ? known.getTotalMemorySize() : 0;
    }

    private static Optional<String> container(SystemFiles files) {
        if (files.exists(".dockerenv")) {
            return Optional.of("docker");
        }
        if (files.exists("run/.containerenv")) {
            return Optional.of("podman");
        }
        return Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_HOST")).map(_ -> "kubernetes");
    }
}
