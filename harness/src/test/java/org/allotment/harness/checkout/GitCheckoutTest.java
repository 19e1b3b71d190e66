package org.allotment.harness.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCheckoutTest {

    @TempDir
    private Path folder;

    private void git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("git", "-C", folder.toString(), "-c", "user.name=A. Author", "-c", "user.email=a@example.org"));
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        process.environment().put("GIT_AUTHOR_DATE", "2026-01-01T21:00:00+01:00");
        process.environment().put("GIT_COMMITTER_DATE", "2026-01-01T22:00:00+01:00");
        assertThat(process.start().waitFor()).as("git %s", command).isZero();
    }

    @Test
    void theCommitIsReadWithItsParentsAndWhetherTheTreeIsDirty() throws Exception {
        git("init", "-q", "-b", "trunk");
        Files.writeString(folder.resolve("a"), "1");
        git("add", "a");
        git("commit", "-q", "-m", "first");
        var first = new GitCheckout(folder).head().orElseThrow();
        git("commit", "-q", "--allow-empty", "-m", "slab: keep \"one\" | empty run");
        var second = new GitCheckout(folder).head().orElseThrow();
        assertThat(first.parents()).isEmpty();
        assertThat(second.parents()).containsExactly(first.sha());
        assertThat(second.subject()).isEqualTo("slab: keep \"one\" | empty run");
        assertThat(second.author()).isEqualTo("A. Author");
        assertThat(second.authorTime()).isEqualTo("2026-01-01T20:00:00Z");
        assertThat(second.commitTime()).isEqualTo("2026-01-01T21:00:00Z");
        assertThat(second.branch()).isEqualTo("trunk");
        assertThat(second.dirty()).isFalse();
        Files.writeString(folder.resolve("a"), "2");
        assertThat(new GitCheckout(folder).head().orElseThrow().dirty()).isTrue();
        git("checkout", "-q", "-f", "--detach");
        assertThat(new GitCheckout(folder).head().orElseThrow().branch()).isNull();
    }

    @Test
    void withoutACommitThereIsNone() {
        assertThat(new GitCheckout(folder.resolve("absent")).head()).isEmpty();
    }

    @Test
    void sourcesAreHashedAndClassesStandIn() throws IOException {
        var hashes = new SourceHashes(folder);
        var name = GitCheckout.class.getName();
        var ofClass = hashes.of(List.of(name, "no.such.Type"));
        assertThat(ofClass).containsOnlyKeys(name);
        var file = folder.resolve(name.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "abc");
        assertThat(hashes.of(List.of(name)))
                .containsEntry(name, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(ofClass.get(name)).hasSize(64);
    }
}
