package org.allotment.reports.collect.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
    private static final Instant BEFORE = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    private Path temporary;

    @Test
    void removesWhatWasLeftLongAgoAndNothingElse() throws IOException {
        Path left = folder("allotment-upload-1", BEFORE.minusSeconds(1));
        Path busy = folder("allotment-upload-2", BEFORE.plusSeconds(1));
        Path other = folder("somebody-elses", BEFORE.minusSeconds(1));
        Spool.removeLeft(temporary, BEFORE);
        assertThat(left).doesNotExist();
        assertThat(busy.resolve("part-0.gz")).exists();
        assertThat(other.resolve("part-0.gz")).exists();
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path elsewhere = folder("somebody-elses", BEFORE.minusSeconds(1));
        Path link = Files.createSymbolicLink(temporary.resolve("allotment-upload-1"), elsewhere);
        Spool.removeLeft(temporary, BEFORE);
        assertThat(link).isSymbolicLink();
        assertThat(elsewhere.resolve("part-0.gz")).exists();
    }

    @Test
    void whatCannotBeRemovedKeepsNothingElseFromGoing() throws IOException {
        Path odd = folder("allotment-upload-1", BEFORE.minusSeconds(1));
        Files.createDirectories(odd.resolve("folder/inner"));
        Files.setLastModifiedTime(odd, FileTime.from(BEFORE.minusSeconds(1)));
        Path left = folder("allotment-upload-2", BEFORE.minusSeconds(1));
        Spool.removeLeft(temporary, BEFORE);
        assertThat(odd).exists();
        assertThat(left).doesNotExist();
    }

    @Test
    void aClosedSpoolLeavesNothing() throws IOException {
        Path folder;
        try (Spool spool = new Spool()) {
            spool.add("jmh", out -> out.write('x'));
            folder = spool.parts().getFirst().gzip().getParent();
            assertThat(folder).exists();
        }
        assertThat(folder).doesNotExist();
    }

    private Path folder(String name, Instant modified) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(name));
        Files.writeString(folder.resolve("part-0.gz"), "x");
        Files.setLastModifiedTime(folder, FileTime.from(modified));
        return folder;
    }
}
