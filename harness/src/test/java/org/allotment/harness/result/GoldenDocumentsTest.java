package org.allotment.harness.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allotment.harness.heap.HeapDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our documents are those of docs/golden: what we read there we write again, field for field. */
class GoldenDocumentsTest {

    private static final Path GOLDEN = Path.of("../docs/golden");

    @TempDir
    private Path folder;

    @Test
    void theEnvironmentDocumentComesOutAsItWentIn() throws IOException {
        var file = GOLDEN.resolve("environment.json");
        var document = Documents.read(file, EnvironmentDocument.class);
        assertThat(document.units())
                .extracting(EnvironmentDocument.UnitOutcome::state)
                .contains(UnitState.values());
        assertThat(Documents.tree(Documents.line(document))).isEqualTo(Documents.tree(Files.readString(file)));
        assertThat(document.format()).isEqualTo(EnvironmentDocument.FORMAT);
        assertThat(RunId.isOne(document.run().id())).isTrue();
    }

    @Test
    void theStressDocumentComesOutAsItWentIn() throws IOException {
        var file = GOLDEN.resolve("stress.json");
        var document = Documents.read(file, StressDocument.class);
        assertThat(Documents.tree(Documents.line(document))).isEqualTo(Documents.tree(Files.readString(file)));
        assertThat(document.format()).isEqualTo(StressDocument.FORMAT);
    }

    @Test
    void theHeapDocumentComesOutAsItWentIn() throws IOException {
        var file = GOLDEN.resolve("heap.json");
        var document = Documents.read(file, HeapDocument.class);
        assertThat(Documents.tree(Documents.line(document))).isEqualTo(Documents.tree(Files.readString(file)));
        assertThat(document.format()).isEqualTo(HeapDocument.FORMAT);
    }

    @Test
    void joiningKeepsEveryByteOfAnElement() throws IOException {
        var golden = Files.readString(GOLDEN.resolve("jmh.json"));
        var foreign = Files.readString(GOLDEN.resolve("jmh-foreign.json"));
        var joined = JmhResults.join(List.of(golden, foreign));
        var inner = foreign.strip().substring(1, foreign.strip().length() - 1).strip();
        assertThat(joined).contains(inner);
        var tree = Documents.tree(joined);
        assertThat(tree.size())
                .isEqualTo(
                        Documents.tree(golden).size() + Documents.tree(foreign).size());
        assertThat(tree.get(0)).isEqualTo(Documents.tree(golden).get(0));
    }

    @Test
    void scoresComeFromRawSamples() throws IOException {
        var score = JmhResults.score(Files.readString(GOLDEN.resolve("jmh.json")));
        assertThat(score.unit()).isEqualTo("ns/op");
        assertThat(score.samples()).containsExactly(1.1023456789012345, 1.1131, 1.0987);
        assertThat(score.median()).isEqualTo(1.1023456789012345);
        assertThat(score.jvmArguments()).contains("-Xms1g");
    }

    @Test
    void anAnswerOfTheDashboardIsReadAsDocumented() throws IOException {
        var json =
                "{\"id\": \"8f14e45fceea167a\", \"url\": \"/runs/8f14e45fceea167a\", \"verdict\": {\"state\": \"suspect\", "
                        + "\"green\": 10, \"suspect\": 1, \"red\": 0, \"missing\": 0, \"notApplicable\": 2, \"tooFewRuns\": 3, "
                        + "\"findings\": [{\"state\": \"suspect\", \"kind\": \"time\", \"series\": \"/series/42\", "
                        + "\"name\": \"a.B.c?size=64\", \"metric\": \"score\", \"threads\": 1, \"ratio\": 1.11, "
                        + "\"text\": \"11 % slower\", \"commit\": \"0123abcd\"}]}}";
        var verdict = UploadAnswer.read(json).verdict();
        assertThat(verdict.tooFewRuns()).isEqualTo(3);
        assertThat(verdict.findings().getFirst().is("suspect", "time")).isTrue();
        assertThat(Map.of("r", verdict.findings().getFirst().ratio())).containsEntry("r", 1.11);
    }

    @Test
    void aFileThatIsReplacedIsNeverSeenHalf() throws IOException {
        var file = folder.resolve("deep/er/file.json");
        AtomicFiles.write(file, new byte[] {1});
        AtomicFiles.write(file, new byte[] {2, 3});
        assertThat(Files.readAllBytes(file)).containsExactly(2, 3);
        try (var files = Files.list(folder.resolve("deep/er"))) {
            assertThat(files).containsExactly(file);
        }
    }
}
