package org.allotment.stress.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.allotment.stress.run.ResultBlob;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.GradedTest;
import org.allotment.stress.verdict.Grader;
import org.allotment.stress.verdict.StressDocument;
import org.allotment.stress.verdict.StressJson;
import org.allotment.stress.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(300)
final class MainTest {
    private static final String PLANTED = "org.allotment.stress.planted.PlantedStress.";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void wrongUsageIsTwoAndTellsHow() {
        assertThat(execute()).isEqualTo(ExitCode.USAGE);
        assertThat(execute("walk")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("run")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("list", "--only", "(")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("run", "--out", "x", "--profile", "slow")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Usage: ");
    }

    @Test
    void whatSelectsNothingIsTwoAndIsNamedWithTheNamesThereAre() {
        for (String only : List.of("NoSuchTest", "tree")) {
            assertThat(execute("list", "--only", only)).isEqualTo(ExitCode.USAGE);
            assertThat(execute("run", "--only", only, "--out", path("x.json"))).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString())
                    .contains("only=" + only + ", profile=QUICK, engines=")
                    .contains("presets=default,full");
        }
        assertThat(folder.resolve("x.json")).doesNotExist();
    }

    @Test
    void listPrintsTheSelectedTestsAsJson() {
        assertThat(execute("list", "--only", "Sound|Declared")).isZero();
        assertThat(out.toString())
                .contains("\"name\" : \"" + PLANTED + "Sound\"")
                .contains("\"inverted\" : true")
                .contains("\"notApplicable\" : null")
                .contains("\"engine\" : null")
                .doesNotContain("Broken");
    }

    @Test
    void aDocumentThatCannotBeWrittenIsToldInOneLineBeforeAnythingRuns() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertThat(execute("run", "--only", "Sound", "--out", path("file/x.json")))
                .isEqualTo(ExitCode.MISSING);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void onlyDeclaredTestsAreWrittenWithoutARun() throws IOException {
        assertThat(execute("run", "--only", "Declared", "--out", path("x.json")))
                .isZero();
        StressDocument document = StressJson.read(Files.readString(folder.resolve("x.json")));
        assertThat(document.tests()).extracting(GradedTest::verdict).containsExactly(Verdict.NOT_APPLICABLE);
    }

    @Test
    void aRealRunTellsTheBrokenFromTheSoundAndATruncatedFileFromAWholeOne() throws IOException {
        int code = execute("run", "--only", "Planted", "--out", path("x.json"), "--work", path("work"));
        StressDocument document = StressJson.read(Files.readString(folder.resolve("x.json")));
        assertThat(code).as(out.toString()).isEqualTo(ExitCode.RED);
        GradedTest broken = document.tests().get(0);
        GradedTest sound = document.tests().get(2);
        assertThat(broken.name()).isEqualTo(PLANTED + "Broken");
        assertThat(broken.verdict()).isEqualTo(Verdict.RED);
        assertThat(broken.reason()).startsWith("FORBIDDEN state seen, state=1, 1");
        assertThat(broken.failures()).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure.state()).isEqualTo("1, 1");
            assertThat(failure.jvmArgs()).isNotEmpty().doesNotContain("StressSeed");
            assertThat(failure.log()).contains("1, 1  " + failure.count());
        });
        assertThat(sound.verdict()).as(sound.reason()).isEqualTo(Verdict.GREEN);
        assertThat(sound.samples()).isPositive();
        assertThat(document.harness()).startsWith("jcstress ");
        truncatedFilesAreNeverGreen(blob());
    }

    private void truncatedFilesAreNeverGreen(Path blob) throws IOException {
        byte[] whole = Files.readAllBytes(blob);
        ResultBlob read = ResultBlob.read(blob);
        assertThat(read.complete()).isTrue();
        assertThat(read.results()).extracting(ForkResult::status).containsOnly(ForkResult.NORMAL);
        for (int length : new int[] {0, 1, 12, whole.length * 6 / 10, whole.length - 8, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut-" + length), Arrays.copyOf(whole, length));
            ResultBlob part = ResultBlob.read(cut);
            assertThat(part.complete()).as("length=%s", length).isFalse();
            List<GradedTest> graded = new Grader(part.results(), "truncated")
                    .grade(LitmusCatalog.thisMachine().litmusTests());
            assertThat(graded).extracting(GradedTest::verdict).doesNotContain(Verdict.GREEN);
        }
    }

    private Path blob() throws IOException {
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(folder.resolve("work"));
                DirectoryStream<Path> blobs =
                        Files.newDirectoryStream(runs.iterator().next(), "*.bin.gz")) {
            return blobs.iterator().next();
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
