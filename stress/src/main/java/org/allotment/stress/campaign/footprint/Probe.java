package org.allotment.stress.campaign.footprint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts a measurement in a process of its own, and is what that process runs. */
public final class Probe {
    /** What stands before the figures in the output. */
    private static final String MARK = "figures: ";

    /** A small heap that is resident from the start, one collector thread, and the compiler that takes little memory. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms192m",
            "-Xmx192m",
            "-XX:+AlwaysPreTouch",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED");

    private Probe() {}

    /**
     * Tells whether the system says how much memory a process has.
     *
     * @return true on Linux
     */
    public static boolean isPossible() {
        return Resident.isKnown();
    }

    /**
     * Opens and closes contexts.
     *
     * @param contexts how many; whole thousands
     * @return heap, resident and obtained bytes after the first tenth and at the end
     * @throws IOException if the process fails
     * @throws InterruptedException if the caller is interrupted
     */
    public static Map<String, Long> contexts(long contexts) throws IOException, InterruptedException {
        return start("contexts", Long.toString(contexts));
    }

    /**
     * Keeps 100 MiB live.
     *
     * @param workload {@code batch} or {@code churn}
     * @param checked which form of the shared allocator
     * @return resident bytes at the most, and what of them was given back
     * @throws IOException if the process fails
     * @throws InterruptedException if the caller is interrupted
     */
    public static Map<String, Long> footprint(String workload, boolean checked)
            throws IOException, InterruptedException {
        return start(workload, Boolean.toString(checked));
    }

    private static Map<String, Long> start(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        FLAGS.stream(),
                        Stream.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()),
                        Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The C library would keep memory of its own for each of the JVM's threads.
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return output.lines()
                .filter(line -> code == 0 && line.startsWith(MARK))
                .findFirst()
                .map(line -> parse(line.substring(MARK.length())))
                .orElseThrow(() -> new IOException("no figures, exit=" + code + ", output=" + output));
    }

    private static Map<String, Long> parse(String line) {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (String figure : line.split(" ", -1)) {
            int equals = figure.indexOf('=');
            figures.put(figure.substring(0, equals), Long.parseLong(figure.substring(equals + 1)));
        }
        return figures;
    }

    /**
     * Measures in this process.
     *
     * @param arguments {@code contexts} and their number, or a workload and whether it is the checked form
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, Long> figures = arguments[0].equals("contexts")
                ? Contexts.measure(Long.parseLong(arguments[1]))
                : Footprint.measure(arguments[0], Boolean.parseBoolean(arguments[1]));
        System.out.println(MARK + text(figures));
    }

    /**
     * Writes figures as one line.
     *
     * @param figures by name
     * @return {@code name=value} with spaces between
     */
    public static String text(Map<String, Long> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(" "));
    }
}
