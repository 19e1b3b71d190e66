package org.allotment.reports.campaign.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allotment.reports.Golden;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.guard.HostileUploads.HostileUpload;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.campaign.site.Ledger;
import org.allotment.reports.campaign.site.ServerProcess;

/** The catalogue of hostile uploads, against a server whose heap has room for 32 MiB more than it holds at rest. */
public final class HostileFiles implements Campaign {
    private static final int ROOM_MIB = 32;
    private static final int MOST_MILLIS = 250;
    private static final int TRIES = 5;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    @Override
    public String id() {
        return "D4";
    }

    @Override
    public String name() {
        return "hostile";
    }

    @Override
    public String unit() {
        return "rounds";
    }

    @Override
    public String promise() {
        return "all refused with 4xx within 250 ms (median of 5) in a heap of 32 MiB more than at rest";
    }

    @Override
    public Counts counts() {
        return new Counts(1, 1, 20);
    }

    /** Nothing of it reaches a store. */
    @Override
    public List<String> stores() {
        return List.of("sqlite");
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        int port = ServerProcess.freePort();
        int rest = restingMebibytes(terms, port);
        tally.most("restingMiB", rest);
        tally.most("heapMiB", rest + ROOM_MIB);
        List<String> flags =
                List.of("-Xmx" + (rest + ROOM_MIB) + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
        List<String> settings = new ArrayList<>(terms.site().settings());
        settings.add("-Dquarkus.http.port=" + port);
        List<HostileUpload> uploads = HostileUploads.all();
        try (ServerProcess server = ServerProcess.start(flags, settings);
                Client client = new Client()) {
            server.awaitReady();
            tally.expect(
                    client.send(Client.upload(port, "", Golden.bytes("jmh.json"))
                                    .build())
                            .isGood(),
                    "what is well is not taken");
            for (int round = 0; round < terms.count(); round++) {
                for (HostileUpload upload : uploads) {
                    send(client, port, upload, tally);
                    if (!server.isAlive()) {
                        throw new IllegalStateException("dead of upload=" + upload.name() + ", said=" + server.said());
                    }
                }
                tally.did();
            }
            tally.expect(
                    client.send(Client.upload(port, "", Golden.bytes("jmh-foreign.json"))
                                    .build())
                            .isGood(),
                    "what is well is not taken any more");
        }
        tally.most("kinds", uploads.size());
        nothingWasKept(terms, tally);
    }

    private static void nothingWasKept(Terms terms, Tally tally) throws Exception {
        long runs = Ledger.projects(terms.site().store()).stream()
                .mapToLong(project ->
                        Ledger.runs(terms.site().store(), project, tally).size())
                .sum();
        tally.expect(runs == 2, "runs=" + runs + ", expected=2");
        Ledger.check(terms.site().store(), tally);
    }

    private static void send(Client client, int port, HostileUpload upload, Tally tally) throws Exception {
        long[] millis = new long[TRIES];
        byte[] body = upload.body().bytes();
        for (int i = 0; i < TRIES; i++) {
            var request = Client.request(port, "/api/v1/runs?project=hostile&branch=main")
                    .header("Content-Type", upload.type())
                    .POST(BodyPublishers.ofByteArray(body));
            if (!upload.encoding().isEmpty()) {
                request.header("Content-Encoding", upload.encoding());
            }
            try {
                Answer answer = client.send(request.build());
                millis[i] = answer.millis();
                tally.add("sent", 1);
                tally.add("status" + answer.status(), 1);
                String what = "upload=" + upload.name() + ", status=" + answer.status();
                tally.expect(answer.status() / 100 == 4, what + ", body=" + answer.text());
                tally.expect(answer.text().contains("\"code\""), what + ", not the shape of errors");
            } catch (IOException e) {
                // The answer came while the body was still on its way, and the connection was closed behind it.
                tally.add("cut", 1);
                tally.expect(body.length > 32 << 20, "upload=" + upload.name() + ", cut=" + e);
            }
        }
        Arrays.sort(millis);
        long median = millis[TRIES / 2];
        tally.most("slowestMedianMillis", median);
        tally.late("upload=" + upload.name() + ", medianMillis=" + median, median > MOST_MILLIS);
    }

    /** What a server holds when it has been asked a few things and has collected its garbage. */
    private static int restingMebibytes(Terms terms, int port) throws Exception {
        try (ServerProcess server = ServerProcess.start(terms.site(), port);
                Client client = new Client()) {
            server.awaitReady();
            for (String path : List.of("/", "/runs", "/stress", "/api/v1/runs", "/metrics")) {
                client.get(port, path);
            }
            jcmd(server.pid(), "GC.run");
            long used = 0;
            for (String line : jcmd(server.pid(), "GC.heap_info")) {
                Matcher matcher = USED.matcher(line);
                boolean heap = line.contains("total") && !line.contains("eta") && !line.contains("class");
                used += heap && matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
            }
            isRead(used);
            return (int) (used >> 10) + 1;
        }
    }

    private static void isRead(long used) {
        if (used == 0) {
            throw new IllegalStateException("the heap of the server cannot be read");
        }
    }

    private static List<String> jcmd(long pid, String command) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
