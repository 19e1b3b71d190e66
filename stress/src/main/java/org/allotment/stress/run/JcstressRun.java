package org.allotment.stress.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;

/**
 * What came of jcstress in processes of its own, one for each round.
 *
 * @param results all results that could be read
 * @param incomplete why results may be lacking, one sentence; empty when the run ended as it should
 */
public record JcstressRun(List<ForkResult> results, String incomplete) {
    /** jcstress' forks inherit it. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private static final String LOG = "jcstress.log";

    private static final Pattern PLANNED = Pattern.compile("(?m)^\\(Results: (\\d{1,9}) planned;");

    /** Keeps a copy of the results. */
    public JcstressRun {
        results = List.copyOf(results);
    }

    /** Adds what came of another round. */
    JcstressRun and(JcstressRun other) {
        List<ForkResult> both = new ArrayList<>(results);
        both.addAll(other.results);
        return new JcstressRun(both, incomplete.isEmpty() ? other.incomplete : incomplete);
    }

    /** Runs the tests in a fresh folder below {@code work} and reads what they left there. */
    static JcstressRun of(List<ExpectedTest> tests, String options, Path work) throws IOException {
        Files.createDirectories(work);
        Path folder = Files.createTempDirectory(work, "jcstress-");
        int exitCode = execute(command(tests, options), folder);
        List<Path> blobs = blobs(folder);
        if (blobs.size() != 1) {
            return new JcstressRun(List.of(), "jcstress left no result file, exitCode=" + exitCode);
        }
        ResultBlob blob = ResultBlob.read(blobs.getFirst());
        if (!blob.complete()) {
            return new JcstressRun(blob.results(), "the result file of jcstress is truncated, exitCode=" + exitCode);
        }
        String log = new String(Files.readAllBytes(folder.resolve(LOG)), StandardCharsets.UTF_8);
        return new JcstressRun(blob.results(), lack(log, blob.results().size()));
    }

    /**
     * Returns what jcstress planned and did not leave, or the empty string. A run of one test has no other test to
     * compare its configurations with, and jcstress' progress lines are the only place where it tells its plan.
     */
    static String lack(String log, int results) {
        int planned = PLANNED.matcher(log)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
        return results < planned
                ? "jcstress left fewer results than it planned, planned=" + planned + ", results=" + results
                : "";
    }

    private static List<String> command(List<ExpectedTest> tests, String options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(NATIVE_ACCESS);
        command.addAll(List.of("-cp", absoluteClassPath(), "org.openjdk.jcstress.Main"));
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(List.of("-r", "html", "-t", exactly(tests)));
        return command;
    }

    /** Entries may be relative to this process's folder, and the child has another. */
    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String exactly(List<ExpectedTest> tests) {
        return tests.stream().map(test -> Pattern.quote(test.name())).collect(Collectors.joining("|", "^(?:", ")$"));
    }

    private static int execute(List<String> command, Path folder) throws IOException {
        File log = folder.resolve(LOG).toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        process.getOutputStream().close();
        Thread ending = Thread.ofPlatform().unstarted(() -> end(process));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            end(process);
            throw new IOException("interrupted while jcstress ran", e);
        } finally {
            removeHook(ending);
        }
    }

    /** The forks of jcstress would outlive it. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void removeHook(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook does its work.
        }
    }

    private static List<Path> blobs(Path folder) throws IOException {
        List<Path> blobs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "jcstress-results-*.bin.gz")) {
            files.forEach(blobs::add);
        }
        return blobs;
    }
}
