package org.allotment.reports.app;

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
final class ServerProcess implements AutoCloseable {
    private static final String READY = "Allotment reports on ";
    private static final long PATIENCE_SECONDS = 120;
    private static final String END = "\0";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ServerProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts a server; {@code settings} are system properties. A small heap shows what uploads cost. */
    static ServerProcess start(Path database, int port, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dallotment.db=" + database,
                "-Dquarkus.http.port=" + port));
        command.addAll(Arrays.asList(settings));
        command.addAll(List.of("-jar", System.getProperty("server.jar")));
        return new ServerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits for the line that says where it listens, and returns it. */
    String awaitReady() throws InterruptedException {
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
    List<String> awaitEnd() throws InterruptedException {
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

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGKILL. */
    void kill() {
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
