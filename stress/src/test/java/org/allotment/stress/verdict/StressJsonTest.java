package org.allotment.stress.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StressJsonTest {
    private static final Path GOLDEN = Path.of("..", "docs", "golden", "stress.json");

    @Test
    void theGoldenDocumentComesBackWithEveryField() throws IOException {
        String golden = Files.readString(GOLDEN);
        JsonMapper mapper = JsonMapper.builder().build();
        StressDocument document = StressJson.read(golden);
        assertThat(mapper.readTree(StressJson.write(document))).isEqualTo(mapper.readTree(golden));
        assertThat(StressJson.read(StressJson.write(document))).isEqualTo(document);
    }

    @Test
    void theGoldenDocumentShowsEveryVerdict() throws IOException {
        StressDocument document = StressJson.read(Files.readString(GOLDEN));
        assertThat(document.tests()).extracting(GradedTest::verdict).contains(Verdict.values());
    }

    @Test
    void fieldsThatAreNotKnownAreIgnored() {
        StressDocument document = StressJson.read(
                "{\"format\":\"allotment.stress/1\",\"harness\":\"h\",\"options\":\"\",\"started\":\"\",\"tests\":[],\"new\":1}");
        assertThat(document.tests()).isEmpty();
    }

    @Test
    void otherTextsAreRefused() {
        for (String text : new String[] {"", "{", "[]", "{\"format\":\"allotment.stress/2\",\"tests\":[]}", "{}"}) {
            assertThatThrownBy(() -> StressJson.read(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a stress document");
        }
    }

    @Test
    void writingIsJsonThatEndsInALineFeed() {
        StressDocument document =
                new StressDocument(StressDocument.FORMAT, "jcstress 0.16", "", "2026-01-02T03:04:05Z", 1, List.of());
        assertThat(StressJson.write(document)).endsWith("}\n").contains("\"tests\" : [ ]");
    }
}
