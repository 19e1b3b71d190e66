package org.allotment.reports.campaign.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The packaged server in a JVM of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final String READY = "Allotment reports on ";
    private static final long PATIENCE_SECONDS = 120;
    private static final String END = "\0";

    private static final List<String> SMALL = List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ServerProcess(Process process) {
        this.process = process;
        // It does not outlive whoever started it.
        Thread end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        var _ = process.onExit().thenRun(() -> forget(end));
        Thread.ofVirtual().start(this::read);
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook with it.
        }
    }

    /** Starts a server on SQLite; {@code settings} are system properties. A small heap shows what uploads cost. */
    public static ServerProcess start(Path database, int port, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("-Dallotment.db=" + database, "-Dquarkus.http.port=" + port));
        all.addAll(Arrays.asList(settings));
        return start(SMALL, all);
    }

    /** Starts a server on a store, with the same small heap. */
    public static ServerProcess start(Site site, int port, String... settings) throws IOException {
        List<String> all = new ArrayList<>(site.settings());
        all.add("-Dquarkus.http.port=" + port);
        all.addAll(Arrays.asList(settings));
        return start(SMALL, all);
    }

    /** Starts a server in a JVM with these flags. */
    public static ServerProcess start(List<String> flags, List<String> settings) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(settings);
        command.addAll(List.of("-jar", jar()));
        return new ServerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The packaged server. */
    public static String jar() {
        return System.getProperty("server.jar", "target/quarkus-app/quarkus-run.jar");
    }

    /** A port that nobody listens at. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits for the line that says where it listens, and returns it. */
    public String awaitReady() throws InterruptedException {
        StringBuilder seen = new StringBuilder();
        while (true) {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("the server did not start, output:\n" + seen);
            }
            if (line.startsWith(READY)) {
                return line;
            }
            seen.append(line).append('\n');
        }
    }

    /** Waits for its end, and returns everything that it said. */
    public List<String> awaitEnd() throws InterruptedException {
        List<String> said = new ArrayList<>();
        while (true) {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the server did not end, output: " + said);
            }
            if (line.equals(END)) {
                return said;
            }
            said.add(line);
        }
    }

    /** Its exit code, once it has ended. */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said since the last time. */
    public List<String> said() {
        List<String> said = new ArrayList<>();
        lines.drainTo(said);
        return said;
    }

    /** SIGTERM, and its end. */
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.add(END);
        }
    }
}
