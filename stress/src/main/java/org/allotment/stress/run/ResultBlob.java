package org.allotment.stress.run;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.allotment.stress.verdict.ForkResult;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * The file that jcstress leaves behind: Java-serialised, so only one's own may be read.
 *
 * @param results what could be read
 * @param complete whether the file ends as jcstress ends it; a file that does not may lack results, and jcstress'
 *     own reader says nothing about that
 */
public record ResultBlob(List<ForkResult> results, boolean complete) {
    /**
     * Reads a file, as far as it goes.
     *
     * @param file what jcstress left
     * @return the results, and whether these are all
     * @throws IOException if the file cannot be read at all
     */
    public static ResultBlob read(Path file) throws IOException {
        List<ForkResult> results = new ArrayList<>();
        boolean complete = isWhole(file);
        try {
            DiskReadCollector reader = new DiskReadCollector(file.toString(), result -> results.add(fork(result)));
            try {
                reader.dump();
            } finally {
                reader.close();
            }
        } catch (IOException | ClassNotFoundException e) {
            // What came before the damage stands; the damage itself is told by the flag.
            complete = false;
        }
        return new ResultBlob(List.copyOf(results), complete);
    }

    /** The compressed stream ends in a checksum: without it the writer did not get to its end. */
    private static boolean isWhole(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            try (InputStream unpacked = new GZIPInputStream(raw)) {
                return unpacked.transferTo(OutputStream.nullOutputStream()) > 0;
            } catch (EOFException | ZipException e) {
                return false;
            }
        }
    }

    private static ForkResult fork(TestResult result) {
        TestConfig config = result.getConfig();
        Map<String, Long> states = new TreeMap<>();
        for (String state : result.getStateKeys()) {
            states.put(state, result.getCount(state));
        }
        return new ForkResult(
                config.name,
                result.status().name(),
                oneLine(CompileMode.description(config.getCompileMode(), config.actorNames)),
                config.getSchedulingClass().toString(),
                config.jvmArgs,
                states,
                log(result, states));
    }

    /** Turns the several lines of jcstress into "first: C1, second: C2". */
    private static String oneLine(String description) {
        return description
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("split"))
                .collect(Collectors.joining(", "));
    }

    private static String log(TestResult result, Map<String, Long> states) {
        List<String> lines = new ArrayList<>();
        states.forEach((state, count) -> lines.add(state + "  " + count));
        lines.addAll(result.getMessages());
        lines.addAll(result.getVmOut());
        lines.addAll(result.getVmErr());
        return String.join("\n", lines);
    }
}
