package org.allotment.harness.subject.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allotment.core.catalog.EngineCatalog;
import org.junit.jupiter.api.Test;

/** The page about engines shows what there is, not what there was when somebody wrote it. */
final class EnginesPageTest {
    private static final Path PAGE = Path.of("../docs/engines.md");

    @Test
    void thePagesTablesAreThoseThatTheCatalogueGives() throws IOException {
        assertThat(Files.readString(PAGE))
                .as("%s must hold what ./allotment engines prints", PAGE)
                .contains("\n" + EngineTable.text());
    }

    @Test
    void everyNameStandsInTheTables() {
        List<String> rows = EngineTable.text()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (String name : EngineCatalog.names()) {
            assertThat(rows).as(name).anyMatch(row -> row.startsWith("| `" + name + "` "));
        }
        for (SubjectEntry subject : Subjects.all()) {
            assertThat(EngineTable.text().contains("`" + subject.id() + "`"))
                    .as(subject.id())
                    .isEqualTo(!subject.engine().isEmpty());
        }
    }

    @Test
    void everyRowHasAsManyCellsAsItsHead() {
        for (String table : EngineTable.text().split("\n\n", -1)) {
            assertThat(table.lines()
                            .filter(line -> line.startsWith("|"))
                            .map(line -> line.chars().filter(c -> c == '|').count())
                            .distinct())
                    .hasSizeLessThanOrEqualTo(1);
        }
    }
}
