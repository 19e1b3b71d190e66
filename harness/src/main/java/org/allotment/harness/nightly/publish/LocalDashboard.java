package org.allotment.harness.nightly.publish;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.child.ChildProcess;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;

/** The dashboard on this machine: found where it runs, started where it does not. */
public final class LocalDashboard {

    /** Where it listens unless told otherwise. */
    public static final int PORT = 7411;

    private static final String HOST = "127.0.0.1";

    /** It shares the machine with what is measured, and a small machine would give it a quarter of its memory. */
    private static final String HEAP = "-Xmx384m";

    /** The launcher trains the cache of a fast start with the same one. */
    private static final String COLLECTOR = "-XX:+UseSerialGC";

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(90);

    private final Places places;
    private final int port;

    /** The dashboard at a port of this machine. */
    public LocalDashboard(Places places, int port) {
        this.places = places;
        this.port = port;
    }

    /** Its address. */
    public URI address() {
        return URI.create("http://" + HOST + ":" + port);
    }

    /**
     * Makes sure that it runs and is ready; one that this starts outlives this process.
     *
     * @throws RunProblem if the port belongs to something else, or it does not become ready
     */
    public URI ensureRunning() throws IOException, InterruptedException {
        if (isReady()) {
            return address();
        }
        if (isPortTaken()) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    "port taken by something that is no ready dashboard, port=" + port
                            + ", choose another with --port or name one with --server");
        }
        var log = places.home().resolve("reports.log");
        var process = start(log);
        var deadline = System.nanoTime() + START.toNanos();
        while (!isReady()) {
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                throw new RunProblem(
                        ExitStatus.MISSING, "dashboard ended at start, code=" + process.exitValue() + ", log=" + log);
            }
            if (System.nanoTime() > deadline) {
                process.destroy();
                throw new RunProblem(
                        ExitStatus.MISSING,
                        "dashboard not ready, seconds=" + START.toSeconds() + ", port=" + port + ", log=" + log);
            }
        }
        return address();
    }

    /** The command that runs it, for this and for the foreground. */
    public List<String> command(String database) {
        if (!Files.exists(places.dashboardJar())) {
            throw new RunProblem(ExitStatus.MISSING, "dashboard not built, jar=" + places.dashboardJar());
        }
        var command = new ArrayList<String>(List.of(places.java().toString(), HEAP, COLLECTOR));
        var cache = places.dashboardJar().resolveSibling("dashboard.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of(
                "-Dallotment.db=" + database,
                "-Dallotment.allure=" + places.allureReports(),
                "-Dquarkus.http.host=" + HOST,
                "-Dquarkus.http.port=" + port,
                "-jar",
                places.dashboardJar().toString()));
        return List.copyOf(command);
    }

    /** The database of this machine. */
    public String database() {
        return places.home().resolve("reports.db").toString();
    }

    private Process start(Path log) throws IOException {
        Files.createDirectories(places.home());
        var command = new ArrayList<String>();
        ChildProcess.setsid().map(Path::toString).ifPresent(command::add);
        command.addAll(command(database()));
        return new ProcessBuilder(command)
                .directory(places.home().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Whether it answers and says that it is ready. */
    public boolean isReady() throws InterruptedException {
        var request = HttpRequest.newBuilder(address().resolve("/q/health/ready"))
                .timeout(ANSWER)
                .build();
        try (var client = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
            var answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("UP");
        } catch (IOException _) {
            return false;
        }
    }

    /** Whether anything listens at the port. */
    public boolean isPortTaken() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) ANSWER.toMillis());
            return true;
        } catch (ConnectException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
