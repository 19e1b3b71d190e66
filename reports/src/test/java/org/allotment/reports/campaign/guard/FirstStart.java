package org.allotment.reports.campaign.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.allotment.reports.Golden;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.ServerProcess;

/** A server that was given nothing but a place for its store and a port. */
public final class FirstStart implements Campaign {
    private static final List<String> HEADERS = List.of(
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy");
    private static final List<String> WIDER = List.of("0.0.0.0", "[::]", "::", "localhost.localdomain.invalid");
    private static final List<String> DOORS = List.of(
            "/q/dev",
            "/q/dev-ui",
            "/q/dev-v1",
            "/q/swagger-ui",
            "/q/arc",
            "/h2-console",
            "/console",
            "/actuator",
            "/.env",
            "/q/info",
            "/.git/config",
            "/WEB-INF/web.xml",
            "/q/metrics",
            "/debug",
            "/q/graphql-ui",
            "/application.properties");
    private static final List<String> PATHS = List.of(
            "/",
            "/runs",
            "/stress",
            "/overview.csv",
            "/api/v1/runs",
            "/api/v1/projects",
            "/api/v1/overview",
            "/openapi",
            "/q/health",
            "/q/health/ready",
            "/metrics",
            "/assets/pages.js",
            "/nowhere",
            "/api/v1/nowhere",
            "/api/v1/runs/nope",
            "/api/v1/series/x",
            "/api/v1/runs?limit=x",
            "/series/99999999999999999999",
            "/%00",
            "/..%2f",
            "/api/v1/tokens");

    @Override
    public String id() {
        return "D7";
    }

    @Override
    public String name() {
        return "first";
    }

    @Override
    public String unit() {
        return "starts";
    }

    @Override
    public String promise() {
        return "this machine only, no wider without a token; no default secret, foreign origin, stack trace or console; six headers on all";
    }

    @Override
    public Counts counts() {
        return new Counts(1, 1, 3);
    }

    @Override
    public List<String> stores() {
        return List.of("sqlite");
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        for (int start = 0; start < terms.count(); start++) {
            int port = ServerProcess.freePort();
            try (ServerProcess server = ServerProcess.start(terms.site(), port);
                    Client client = new Client()) {
                String line = server.awaitReady();
                tally.expect(line.endsWith("http://127.0.0.1:" + port), "listens elsewhere, said=" + line);
                reachability(port, tally);
                for (String path : PATHS) {
                    answered(path, Spelling.ask(port, path), tally);
                }
                for (String door : DOORS) {
                    String answer = Spelling.ask(port, door);
                    tally.expect(
                            status(answer) == 404,
                            "door=" + door + ", answer=" + answer.lines().findFirst());
                    answered(door, answer, tally);
                }
                oddRequests(port, tally);
                boolean taken = client.send(Client.upload(port, "", Golden.bytes("jmh-foreign.json"))
                                .build())
                        .isGood();
                tally.expect(taken, "an upload of this machine is not taken");
            }
            for (String host : WIDER) {
                refusedWider(terms, port, host, tally);
            }
            tally.did();
        }
    }

    /** Nothing of this machine's other addresses leads to it. */
    private static void reachability(int port, Tally tally) throws IOException {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    tally.add("addresses", 1);
                    tally.expect(!isOpen(address, port), "open, address=" + address);
                }
            }
        }
    }

    private static boolean isOpen(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void oddRequests(int port, Tally tally) throws IOException {
        String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        List<String> requests = new ArrayList<>();
        for (String verb : List.of("TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "FOO", "CONNECT")) {
            requests.add(verb + " /api/v1/runs" + end + "Origin: http://evil.example\r\n\r\n");
        }
        requests.add("GET /" + end + "Origin: http://evil.example\r\n\r\n");
        requests.add("POST /api/v1/runs" + end + "Origin: http://evil.example\r\nContent-Length: 2\r\n\r\n[]");
        requests.add("POST /api/v1/runs" + end + "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n[");
        requests.add("POST /api/v1/runs" + end + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n[]");
        requests.add("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        for (String request : requests) {
            String answer = Spelling.raw(port, request);
            answered(request.lines().findFirst().orElse(""), answer, tally);
            tally.expect(
                    !answer.startsWith("HTTP/1.1 5") || request.startsWith("FOO"),
                    "5xx, request=" + request.lines().findFirst());
        }
    }

    private static void answered(String what, String answer, Tally tally) {
        tally.add("answers", 1);
        String head = answer.split("\r\n\r\n", 2)[0].toLowerCase(java.util.Locale.ROOT);
        for (String header : HEADERS) {
            boolean there = head.contains("\r\n" + header.toLowerCase(java.util.Locale.ROOT) + ":");
            tally.expect(
                    there,
                    "no " + header + ", request=" + what + ", answer="
                            + answer.lines().findFirst());
        }
        tally.expect(!head.contains("access-control-allow-origin"), "open to other origins, request=" + what);
        tally.expect(!head.contains("unsafe-"), "an unsafe policy, request=" + what);
        tally.expect(
                !head.contains("\r\nserver:") && !head.contains("x-powered-by"),
                "says what it runs on, request=" + what);
        boolean traced = answer.contains("\tat ") || answer.contains("Exception") || answer.contains(".java:");
        tally.expect(!traced, "a stack trace, request=" + what);
    }

    private static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    private static void refusedWider(Terms terms, int port, String host, Tally tally) throws Exception {
        try (ServerProcess server = ServerProcess.start(terms.site(), port, "-Dquarkus.http.host=" + host)) {
            List<String> said = server.awaitEnd();
            int code = server.exitCode();
            tally.add("refused", 1);
            tally.expect(code == 1 && said.size() == 1, "host=" + host + ", code=" + code + ", said=" + said);
        }
    }
}
