package org.allotment.harness.nightly.agent;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allotment.harness.checkout.GitRepository;
import org.allotment.harness.nightly.child.ChildProcess;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.runner.Trees;
import org.allotment.harness.result.AtomicFiles;

/**
 * Jars of commits: each is checked out beside the working tree, built there, and kept under its hash.
 *
 * @param repository where the commits are
 * @param recipe how one is built
 * @param folder where jars are kept
 */
record Builds(GitRepository repository, Recipe recipe, Path folder, Strays strays) {

    /** What builds a checkout, and where its jar is then: a path that may hold {@code *}. */
    record Recipe(String command, String jar) {

        /** This project's own. */
        static final Recipe OURS = new Recipe(
                "./mvnw -B -ntp -q -DskipTests -Dspotless.check.skip=true -Dcheckstyle.skip=true"
                        + " -Dforbiddenapis.skip=true -pl harness -am package",
                "harness/target/allotment-harness-*-all.jar");
    }

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int KEPT = 20;

    /** A commit that cannot be built. */
    static final class BrokenCommit extends Exception {

        private static final long serialVersionUID = 1L;

        private final String commit;

        BrokenCommit(String commit, String reason) {
            super(reason);
            this.commit = commit;
        }

        /** Which. */
        String commit() {
            return commit;
        }
    }

    /** The jar of a commit, built unless it was before; a build that fails is made once more. */
    Path of(String hash) throws IOException, InterruptedException, BrokenCommit {
        var jar = folder.resolve(hash + ".jar");
        if (Files.isRegularFile(jar)) {
            // What is used is not what is oldest: the other commit of the job may need room.
            Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
            return jar;
        }
        Files.createDirectories(folder);
        forgetOldest();
        try {
            return build(hash, jar);
        } catch (BrokenCommit _) {
            return build(hash, jar);
        }
    }

    private Path build(String hash, Path jar) throws IOException, InterruptedException, BrokenCommit {
        var tree = folder.resolve("tree");
        clear(tree);
        try {
            if (!repository.addTree(tree, hash)) {
                throw new IOException("git makes no checkout, commit=" + hash + ", folder=" + tree);
            }
            run(hash, tree);
            var built =
                    find(tree).orElseThrow(() -> new BrokenCommit(hash, "the build made no jar, jar=" + recipe.jar()));
            AtomicFiles.write(jar, Files.readAllBytes(built));
            return jar;
        } finally {
            Trees.delete(tree);
        }
    }

    private void clear(Path tree) throws IOException, InterruptedException {
        Trees.delete(tree);
        repository.forgetTrees();
    }

    private void run(String hash, Path tree) throws IOException, InterruptedException, BrokenCommit {
        var log = folder.resolve("build.log");
        var child = ChildProcess.start(List.of("/bin/sh", "-c", recipe.command()), tree, log, strays);
        boolean ended;
        try (child) {
            ended = child.waitFor(LIMIT);
        }
        if (!ended) {
            throw new IOException("the build did not end, commit=" + hash + ", minutes=" + LIMIT.toMinutes());
        }
        if (child.exitCode() != 0) {
            throw new BrokenCommit(hash, "the build failed, exit=" + child.exitCode() + ", last=" + child.tail());
        }
    }

    private Optional<Path> find(Path tree) throws IOException {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + recipe.jar());
        try (var files = Files.walk(tree)) {
            return files.filter(file -> matcher.matches(tree.relativize(file)))
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }

    private void forgetOldest() throws IOException {
        try (var files = Files.list(folder)) {
            var jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted((a, b) ->
                            Long.compare(b.toFile().lastModified(), a.toFile().lastModified()))
                    .toList();
            for (var old : jars.subList(Math.min(KEPT, jars.size()), jars.size())) {
                Files.deleteIfExists(old);
            }
        }
    }
}
