package org.allotment.reports;

import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;

/** Documents of made-up nights in the shapes of docs/golden: seeded noise around known levels. */
public final class Nights {
    private static final String[] SUBJECTS = {"allotment-slab", "malloc-critical", "allotment-tlsf"};
    private static final double[] LEVELS = {1.1, 8.1, 11.7};
    private static final double NOISE = 0.01;

    private final Random random;
    private String garbage = "2.4E-5";

    /** The same nights for the same seed. */
    public Nights(long seed) {
        this.random = new Random(seed);
    }

    /** The hash of the commit of one night. */
    public static String sha(int night) {
        return String.format(Locale.ROOT, "%040x", 0xabc000L + night);
    }

    /** JMH's array: one element per subject and fork; {@code factor} multiplies the time of the first subject. */
    public String jmh(int forks, double factor) {
        StringJoiner elements = new StringJoiner(",\n", "[\n", "\n]");
        for (int fork = 0; fork < forks; fork++) {
            for (int i = 0; i < SUBJECTS.length; i++) {
                elements.add(element(SUBJECTS[i], LEVELS[i] * (i == 0 ? factor : 1)));
            }
        }
        return elements.toString();
    }

    /** From now on every operation leaves so many bytes of garbage. */
    public Nights garbage(String bytes) {
        garbage = bytes;
        return this;
    }

    /** The environment document of one night. */
    public static String environment(int night, String kind, int parentNight) {
        return environment(night, kind, parentNight, night);
    }

    /** The environment document of one night that measured the commit of another. */
    public static String environment(int night, String kind, int parentNight, int commit) {
        String parent = parentNight < 0 ? "null" : '"' + runId(parentNight, "nightly") + '"';
        return """
                {"format": "allotment.environment/1",
                 "run": {"id": "%s", "project": "allotment", "kind": "%s", "profile": "quick",
                   "started": "2026-01-%02dT0%d:00:00Z", "parent": %s},
                 "commit": {"sha": "%s", "branch": "main", "subject": "commit of night %d", "author": "A. Author",
                   "commitTime": "2026-01-%02dT00:30:00Z", "parents": ["%s"]},
                 "machine": {"cpuModel": "Example 9000", "cores": 2, "memoryBytes": 25769803776, "os": "Linux",
                   "architecture": "amd64", "host": "night-%d"},
                 "jvm": {"version": "25.0.3+9"}}""".formatted(
                        runId(night, kind),
                        kind,
                        night + 1,
                        kind.equals("nightly") ? 1 : 2,
                        parent,
                        sha(commit),
                        commit,
                        commit + 1,
                        sha(commit - 1),
                        night);
    }

    /** A stress document of one test, with {@code forbidden} occurrences of its forbidden state. */
    public static String stress(long forbidden) {
        return """
                {"format": "allotment.stress/1", "tests": [{"name": "org.allotment.stress.HeapLockStress.SpinExclusion",
                  "actors": 2, "verdict": "%s", "reason": "", "status": "NORMAL", "samples": 9000000,
                  "configurations": 9, "outcomes": [
                  {"state": "1, 1", "expect": "FORBIDDEN", "count": %d, "configurations": 1, "description": ""},
                  {"state": "1, 2", "expect": "ACCEPTABLE", "count": 8999000, "configurations": 9, "description": ""}],
                  "failures": []}]}""".formatted(forbidden == 0 ? "green" : "red", forbidden);
    }

    private static String runId(int night, String kind) {
        return "night-" + night + "-" + kind;
    }

    private String element(String subject, double level) {
        double forkLevel = level * (1 + NOISE / 2 * random.nextGaussian());
        StringJoiner times = new StringJoiner(", ");
        for (int i = 0; i < 3; i++) {
            times.add(Double.toString(forkLevel * (1 + NOISE / 4 * random.nextGaussian())));
        }
        return """
                {"jmhVersion": "1.37", "benchmark": "org.allotment.harness.bench.PairBenchmark.pair", "mode": "avgt",
                 "threads": 1, "forks": 1, "jvmArgs": ["-Xms1g"], "vmName": "OpenJDK 64-Bit Server VM",
                 "vmVersion": "25.0.3+9-LTS", "warmupIterations": 2, "warmupTime": "200 ms", "warmupBatchSize": 1,
                 "measurementIterations": 3, "measurementTime": "200 ms", "measurementBatchSize": 1,
                 "params": {"size": "64", "subject": "%s"},
                 "primaryMetric": {"score": %s, "scoreError": "NaN", "scoreConfidence": ["NaN", "NaN"],
                  "scorePercentiles": {"50.0": %s}, "scoreUnit": "ns/op", "rawData": [[%s]]},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"score": %s, "scoreError": "NaN",
                  "scoreConfidence": ["NaN", "NaN"], "scorePercentiles": {}, "scoreUnit": "B/op",
                  "rawData": [[%s, %s, %s]]}}}""".formatted(subject, forkLevel, forkLevel, times, garbage, garbage, garbage, garbage);
    }
}
