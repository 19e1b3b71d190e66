package org.allotment.harness.nightly.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.result.RunProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDashboardTest {

    @TempDir
    private Path home;

    private LocalDashboard at(int port) {
        return new LocalDashboard(new Places(home, home), port);
    }

    @Test
    void aPortThatBelongsToSomethingElseIsNamed() throws Exception {
        try (var other = new FakeServer()) {
            var dashboard = at(other.address().getPort());
            assertThat(dashboard.isReady()).isFalse();
            assertThatThrownBy(dashboard::ensureRunning)
                    .isInstanceOf(RunProblem.class)
                    .hasMessageContaining("port taken by something that is no ready dashboard, port="
                            + other.address().getPort());
        }
    }

    @Test
    void aDashboardThatAnswersIsUsed() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            var body = "{\"status\": \"UP\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            var dashboard = at(server.getAddress().getPort());
            assertThat(dashboard.ensureRunning()).isEqualTo(dashboard.address());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theHeapOfTheServerIsBounded() throws Exception {
        var jar = new Places(home, home).dashboardJar();
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        var command = at(1).command("x.db");
        assertThat(command).containsSubsequence("-Xmx384m", "-jar", jar.toString());
    }

    @Test
    void whereNothingListensAndNothingIsBuiltItSaysSo() throws Exception {
        int port;
        try (var other = new FakeServer()) {
            port = other.address().getPort();
        }
        var dashboard = at(port);
        assertThat(dashboard.isPortTaken()).isFalse();
        assertThatThrownBy(dashboard::ensureRunning)
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("dashboard not built, jar=");
    }
}
