package org.allotment.reports.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.reports.replay.Fault.Benchmark;
import org.allotment.reports.replay.RealNight.Commit;

/** Sixty nights, one for each of the last commits; the last of them at most a day ago. */
public final class Replay {

    /** Name of the project that replayed nights go to: every page shows it. */
    public static final String PROJECT = "replayed-history";

    /** Number of nights. */
    public static final int NIGHTS = 60;

    /** The first night on the newer of the kernels that are planted. */
    public static final int NEW_KERNEL = 20;

    /** The benchmark that slows down in the last night. */
    public static final Benchmark SLOWED = new Benchmark(
            "org.allotment.harness.bench.PairBenchmark.pair", Map.of("size", "64", "subject", "allotment-tlsf"), 1);

    /** The benchmark that was the quietest in the real night. */
    public static final Benchmark QUIETEST =
            new Benchmark("org.allotment.harness.bench.BatchBenchmark.batch", Map.of("subject", "netty-adaptive"), 1);

    /** The benchmark whose processes crash in the last night. */
    public static final Benchmark CRASHED =
            new Benchmark("org.allotment.harness.bench.BatchBenchmark.batch", Map.of("subject", "netty-adaptive"), 2);

    /** The lock that breaks in the last night. */
    public static final String LOCK = "org.allotment.stress.concurrent.HeapLockStress.SpinExclusion";

    /** The litmus test that gets no turn in the last night. */
    public static final String UNTESTED = "org.allotment.stress.slab.SlabStress.LockedFreeAgainstAllocate";

    private static final long SEED = 20260801;
    private static final int CONFIRMING_FORKS = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final List<Commit> commits;
    private final Instant newest;

    /** Nights at two o'clock, the last one before {@code now}. */
    public Replay(Instant now) {
        List<Commit> all = RealNight.commits();
        this.commits = all.subList(all.size() - NIGHTS, all.size());
        this.newest =
                now.minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(2));
    }

    /** The documents of one run, as they are uploaded. */
    public record Upload(String jmh, String stress, String environment) {}

    /** Hash of the commit of one night. */
    public String sha(int night) {
        return commits.get(night).sha();
    }

    /** First line of the message of the commit of one night. */
    public String subject(int night) {
        return commits.get(night).subject();
    }

    /** One night of the history on the pages: the kernel changes once, and the last night brings a fault of every kind. */
    public Upload story(int night) {
        Stream<Fault> kernel = night < NEW_KERNEL ? Stream.of(Fault.kernel("6.17.0")) : Stream.of();
        Stream<Fault> last = night < NIGHTS - 1
                ? Stream.of()
                : Stream.of(Fault.slower(SLOWED, 1.33), Fault.broken(LOCK, 7), Fault.lost(CRASHED, UNTESTED));
        return night(night, Stream.concat(kernel, last).toArray(Fault[]::new));
    }

    /** One night with what is planted into it. */
    public Upload night(int night, Fault... faults) {
        Bootstrap bootstrap = new Bootstrap(SEED + night);
        ArrayNode jmh = bootstrap.forks(RealNight.document("jmh.json"));
        ObjectNode stress = (ObjectNode) RealNight.document("stress.json");
        stress.put("started", started(night).toString());
        stress.withArray("tests").forEach(test -> bootstrap.outcomes((ObjectNode) test));
        ObjectNode environment = environment(night, "replay-" + night);
        ObjectNode canary = environment.withObject("canary");
        canary.set("scores", bootstrap.figures(canary.get("scores")));
        return written(new Fault.Documents(jmh, stress, environment), faults);
    }

    /** A run that measures some benchmarks of a night again, with more forks. */
    public Upload confirmation(int night, List<Benchmark> again, Fault... faults) {
        Bootstrap bootstrap = new Bootstrap(~SEED - night);
        ArrayNode jmh = json.createArrayNode();
        JsonNode real = RealNight.document("jmh.json");
        for (Benchmark each : again) {
            List<JsonNode> forks = real.valueStream().filter(each::is).toList();
            bootstrap.forks(forks, CONFIRMING_FORKS).forEach(jmh::add);
        }
        ObjectNode stress = (ObjectNode) RealNight.document("stress.json");
        stress.putArray("tests");
        ObjectNode environment = environment(night, "replay-" + night + "-again");
        environment.withObject("run").put("kind", "confirm").put("parent", "replay-" + night);
        environment.putArray("units");
        return written(new Fault.Documents(jmh, stress, environment), faults);
    }

    private ObjectNode environment(int night, String id) {
        ObjectNode document = (ObjectNode) RealNight.document("environment.json");
        ObjectNode run = document.withObject("run");
        Duration took = Duration.between(
                Instant.parse(run.path("started").asText()),
                Instant.parse(run.path("ended").asText()));
        Instant started = started(night);
        run.put("id", id)
                .put("project", PROJECT)
                .put("started", started.toString())
                .put("ended", started.plus(took).toString());
        Commit commit = commits.get(night);
        ArrayNode parents = document.putObject("commit")
                .put("sha", commit.sha())
                .put("branch", "main")
                .put("subject", commit.subject())
                .put("commitTime", commit.time().toString())
                .put("dirty", false)
                .putArray("parents");
        commit.parents().forEach(parents::add);
        return document;
    }

    private Upload written(Fault.Documents documents, Fault... faults) {
        Arrays.stream(faults).forEach(fault -> fault.plant().accept(documents));
        String planted = Arrays.stream(faults).map(Fault::words).collect(Collectors.joining("; "));
        documents
                .environment()
                .withObject("run")
                .put(
                        "note",
                        "replayed: resampled from the files of one real night, not measured on this commit"
                                + (planted.isEmpty() ? "" : "; planted: " + planted));
        return new Upload(text(documents.jmh()), text(documents.stress()), text(documents.environment()));
    }

    private Instant started(int night) {
        return newest.minus(Duration.ofDays(NIGHTS - 1L - night));
    }

    private String text(JsonNode document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document cannot be written", e);
        }
    }
}
