package org.allotment.stress.grade;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.allotment.stress.campaign.Campaigns;
import org.allotment.stress.run.JcstressRun;
import org.allotment.stress.run.Profile;
import org.allotment.stress.run.Rounds;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.GradedTest;
import org.allotment.stress.verdict.Grader;
import org.allotment.stress.verdict.StressDocument;
import org.allotment.stress.verdict.StressJson;
import org.allotment.stress.verdict.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the tests, grades them and writes the document. */
@Command(name = "run", description = "Runs tests and writes their grades as JSON", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private Only only = new Only();

    @Option(
            names = "--profile",
            defaultValue = "quick",
            description = "quick, nightly or full; ${DEFAULT-VALUE} by default")
    private Profile profile = Profile.QUICK;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the document goes")
    private Path out = Path.of("stress.json");

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "where jcstress writes; kept; beside the document by default")
    private @Nullable Path work;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "seed of the campaigns' random numbers; another one each time by default")
    private @Nullable Long seed;

    @Override
    public Integer call() throws IOException {
        List<ExpectedTest> tests = only.tests(profile);
        // A run that cannot leave its document is not begun.
        DocumentFile file = DocumentFile.claim(out);
        StressDocument document = document(tests);
        file.write(StressJson.write(document));
        tell(document);
        return ExitCode.of(document);
    }

    private StressDocument document(List<ExpectedTest> tests) throws IOException {
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        long start = System.nanoTime();
        Map<Boolean, List<ExpectedTest>> byKind =
                tests.stream().collect(Collectors.partitioningBy(test -> Campaigns.isOne(test.name())));
        List<GradedTest> graded = new ArrayList<>(litmus(byKind.getOrDefault(false, List.of())));
        graded.addAll(campaigns(byKind.getOrDefault(true, List.of()), started.getEpochSecond()));
        graded.sort(Comparator.comparing(GradedTest::name));
        return new StressDocument(
                StressDocument.FORMAT,
                LitmusCatalog.harness(),
                profile.options(),
                started.toString(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                graded);
    }

    private List<GradedTest> litmus(List<ExpectedTest> tests) throws IOException {
        List<ExpectedTest> applicable =
                tests.stream().filter(ExpectedTest::isApplicable).toList();
        JcstressRun run = new Rounds(profile, test -> LitmusCatalog.isOnVirtualThreads(test.name()), workFolder())
                .run(applicable);
        return new Grader(run.results(), run.incomplete()).grade(tests);
    }

    private List<GradedTest> campaigns(List<ExpectedTest> tests, long fallbackSeed) {
        long start = seed == null ? fallbackSeed : seed;
        List<ForkResult> results =
                tests.stream().map(test -> campaign(test.name(), start)).toList();
        return new Grader(results, "").grade(tests);
    }

    /** What a campaign counted is told at once: the next may take long. */
    private ForkResult campaign(String test, long start) {
        ForkResult result = Campaigns.run(test, start, profile.operations());
        spec.commandLine().getOut().println(test + "  " + result.log().strip());
        return result;
    }

    private Path workFolder() {
        return work == null ? out.toAbsolutePath().resolveSibling("jcstress") : work;
    }

    private void tell(StressDocument document) {
        PrintWriter console = spec.commandLine().getOut();
        for (GradedTest test : document.tests()) {
            String reason = test.reason().isEmpty() ? "" : "  " + test.reason();
            console.println(
                    word(test.verdict()) + "  " + test.name() + "  samples=" + test.samples() + wanted(test) + reason);
        }
    }

    /** What a green test fell short of, so that nobody takes few samples for many. */
    private String wanted(GradedTest test) {
        long wanted =
                Campaigns.isOne(test.name()) ? 0 : profile.goal().of(LitmusCatalog.isOnVirtualThreads(test.name()));
        return test.verdict() == Verdict.GREEN && test.samples() < wanted ? "  wanted=" + wanted : "";
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case GREEN -> "green         ";
            case RED -> "RED           ";
            case MISSING -> "MISSING       ";
            case NOT_APPLICABLE -> "not applicable";
        };
    }
}
