package org.allotment.reports.campaign.load;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allotment.reports.Multipart;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.campaign.site.ServerProcess;
import org.allotment.reports.store.Store;

/** A history of ten thousand series, the server with 512 MiB and two cores, and this process as its only visitor. */
public final class Load implements Campaign {
    private static final int SERIES = 10_000;
    private static final long SEARCH_LOOKS = 50;
    private static final int SMALL = 100;
    private static final int ASKS = 60;
    private static final int HEAVY_ASKS = 15;
    /** Nights of the history in which every series is searched for changes at once. */
    static final int SEARCHED = 500;

    private static final int CONFIGURATIONS = 84_420;
    private static final long MOST_RSS_KIB = 512 << 10;
    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=2");
    private static final Pattern SCRIPT = Pattern.compile("<script[^>]* src=\"([^\"]+)\"");

    @Override
    public String id() {
        return "G1";
    }

    @Override
    public String name() {
        return "load";
    }

    @Override
    public String unit() {
        return "nights";
    }

    @Override
    public String promise() {
        return "pages, uploads and start stay within their bars on 10,000 series, in 512 MiB on two cores";
    }

    @Override
    public Counts counts() {
        return new Counts(3, 200, 1_000);
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        // Bars are of the full width; a small history is there to try the tool.
        int series = terms.count() < SMALL ? SMALL : SERIES;
        Bars bars = new Bars(tally, terms.count() >= SMALL);
        long ids = fill(terms, series, bars);
        List<String> flags = flags();
        tally.most("aotCache", flags.size() - FLAGS.size());
        int port = ServerProcess.freePort();
        long start = System.nanoTime();
        try (ServerProcess server = server(terms, flags, port);
                Client client = new Client()) {
            server.awaitReady();
            bars.most("startMillis", millisSince(start), 3_000);
            Random random = terms.random(0);
            Answer cold = asked(client, port, "/series/" + (1 + random.nextLong(ids)));
            tally.expect(cold.status() == 200, "series page, status=" + cold.status());
            bars.most("seriesColdMillis", cold.millis(), 1_000);
            pages(client, port, ids, random, bars);
            comparisons(client, port, terms.count(), bars);
            uploads(client, port, bars);
            long rss = rss(server);
            bars.most("rssMiB", rss >> 10, MOST_RSS_KIB >> 10);
        }
        tally.did(terms.count());
    }

    private static List<String> flags() {
        List<String> flags = new ArrayList<>(FLAGS);
        Path cache = Path.of(ServerProcess.jar()).resolveSibling("dashboard.aot");
        if (Files.exists(cache)) {
            flags.add("-XX:AOTCache=" + cache);
        }
        return flags;
    }

    private static ServerProcess server(Terms terms, List<String> flags, int port) throws IOException {
        List<String> settings = new ArrayList<>(terms.site().settings());
        settings.add("-Dquarkus.http.port=" + port);
        return ServerProcess.start(flags, settings);
    }

    private static long fill(Terms terms, int series, Bars bars) throws Exception {
        long start = System.nanoTime();
        try (Store store = Store.of(terms.site().store())) {
            Fill fill = new Fill(store, series, terms.count());
            fill.upTo(Math.min(SEARCHED, terms.count()));
            fill.pend();
            search(terms, store, bars);
            fill.upTo(terms.count());
            bars.figure("fillSeconds", millisSince(start) / 1_000);
            bars.figure("results", number(store, "SELECT count(*) FROM result"));
            return number(store, "SELECT max(id) FROM series");
        }
    }

    /** A server starts on a history of which no series was ever searched, and searches it. */
    private static void search(Terms terms, Store store, Bars bars) throws Exception {
        try (ServerProcess server = server(terms, FLAGS, ServerProcess.freePort())) {
            server.awaitReady();
            long start = System.nanoTime();
            while (number(store, "SELECT count(*) FROM run WHERE searched = 0") != 0) {
                Thread.sleep(SEARCH_LOOKS);
            }
            bars.most("searchMillis", millisSince(start), 60_000);
            bars.most("searchRssMiB", rss(server) >> 10, MOST_RSS_KIB >> 10);
        }
        bars.figure("changesFound", number(store, "SELECT count(*) FROM change_point WHERE state = 'confirmed'"));
    }

    private static long number(Store store, String query) {
        return store.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    private static void pages(Client client, int port, long ids, Random random, Bars bars) throws Exception {
        String home = "?project=" + Fill.PROJECT;
        bars.p95("seriesPage", times(client, port, ASKS, i -> "/series/" + (1 + random.nextLong(ids))), 50);
        bars.p95(
                "seriesPoints",
                times(client, port, ASKS, i -> "/series/" + (1 + random.nextLong(ids)) + "/points"),
                50);
        long[] all = times(client, port, ASKS, i -> "/series/" + (1 + random.nextLong(ids)) + "/points?forks=all");
        bars.figure("seriesPointsAllForksP95Micros", all[ASKS * 95 / 100]);
        bars.p95("overviewPage", times(client, port, HEAVY_ASKS, i -> "/" + home), 300);
        String rows = "/api/v1/overview" + home + "&branch=main&limit=5000";
        bars.p95("overview5000", times(client, port, HEAVY_ASKS, i -> rows), 300);
        bars.most("overview5000KiB", asked(client, port, rows).body().length >> 10, 400);
        bars.p95("runPage", times(client, port, HEAVY_ASKS, i -> "/runs/10ad" + "%012x".formatted(1 + i % 2)), 300);
        bars.p95("runs", times(client, port, ASKS, i -> "/runs" + home), 300);
        Answer page = asked(client, port, "/series/1");
        long scripts = 0;
        Matcher matcher = SCRIPT.matcher(client.get(port, "/series/1").text());
        while (matcher.find()) {
            scripts += asked(client, port, matcher.group(1)).body().length;
        }
        bars.most("scriptsKiB", scripts >> 10, 180);
        bars.most("seriesPageKiB", page.body().length >> 10, 400);
    }

    private static void comparisons(Client client, int port, int nights, Bars bars) throws Exception {
        String sides = "?project=" + Fill.PROJECT + "&branch=main&base=" + Fill.sha(nights / 2) + "&head="
                + Fill.sha(nights - 1);
        String rows = "/api/v1/compare" + sides + "&limit=5000";
        bars.p95("compare5000", times(client, port, HEAVY_ASKS, i -> rows), 500);
        bars.most("compare5000KiB", asked(client, port, rows).body().length >> 10, 400);
        bars.p95("comparePage", times(client, port, HEAVY_ASKS, i -> "/compare" + sides), 500);
    }

    private static void uploads(Client client, int port, Bars bars) throws Exception {
        byte[] night = Documents.jmh("Ingest", 1_000, 5, true).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 4; i++) {
            Answer answer = client.send(Client.upload(port, "?project=ingest&branch=main&commit=" + Fill.sha(i), night)
                    .build());
            bars.good("ingest", answer);
            // The first makes every series; those behind it are what a night is.
            bars.most(i == 0 ? "ingestFirstMillis" : "ingestMillis", answer.millis(), i == 0 ? 2_000 : 1_000);
        }
        byte[] stress =
                new Multipart().part("stress", Documents.stress(CONFIGURATIONS)).bytes();
        Answer answer = client.send(Client.request(port, "/api/v1/runs")
                .header("Content-Type", Multipart.contentType())
                .POST(BodyPublishers.ofByteArray(stress))
                .build());
        bars.good("stress", answer);
        bars.most("stressMillis", answer.millis(), 30_000);
    }

    private static long[] times(Client client, int port, int asks, IntFunction<String> path) throws Exception {
        long[] micros = new long[asks];
        for (int i = -2; i < asks; i++) {
            Answer answer = asked(client, port, path.apply(Math.max(0, i)));
            if (answer.status() != 200) {
                throw new IllegalStateException("path=" + path.apply(0) + ", status=" + answer.status());
            }
            micros[Math.max(0, i)] = answer.nanos() / 1_000;
        }
        Arrays.sort(micros);
        return micros;
    }

    private static Answer asked(Client client, int port, String path) throws Exception {
        return client.send(
                Client.request(port, path).header("Accept-Encoding", "gzip").build());
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static long rss(ServerProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    /** Figures, each with what it may be at most. */
    private record Bars(Tally tally, boolean hold) {
        void most(String figure, long value, long bar) {
            if (hold) {
                tally.bar(figure, value, bar);
            } else {
                tally.most(figure, value);
            }
        }

        void figure(String figure, long value) {
            tally.most(figure, value);
        }

        void p95(String figure, long[] micros, long barMillis) {
            tally.most(figure + "P50Micros", micros[micros.length / 2]);
            most(figure + "P95Micros", micros[micros.length * 95 / 100], barMillis * 1_000);
        }

        void good(String what, Answer answer) {
            tally.expect(answer.status() == 201, what + ", status=" + answer.status() + ", body=" + answer.text());
        }
    }
}
