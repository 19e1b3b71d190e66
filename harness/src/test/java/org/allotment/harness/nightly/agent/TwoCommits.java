package org.allotment.harness.nightly.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A repository whose commits are a build that makes a "jar" with a number in it: what its benchmark costs. */
final class TwoCommits {

    static final String BUILD = "/bin/sh build.sh";
    static final String JAR = "out/*.jar";

    private final Path folder;
    private final List<String> hashes = new ArrayList<>();

    TwoCommits(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Files.createDirectories(folder);
        git("init", "--quiet");
    }

    /** A commit that costs so much. */
    String costing(String cost) throws IOException, InterruptedException {
        return commit("mkdir -p out && printf '%s' " + cost + " >out/all.jar\n");
    }

    /** A commit with this build. */
    String commit(String script) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("build.sh"), script);
        git("add", "build.sh");
        git("commit", "--quiet", "--allow-empty", "-m", "one more");
        var hash = git("rev-parse", "HEAD").strip();
        hashes.add(hash);
        return hash;
    }

    List<String> hashes() {
        return List.copyOf(hashes);
    }

    Path folder() {
        return folder;
    }

    String git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "git",
                "-C",
                folder.toString(),
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@example.org",
                "-c",
                "commit.gpgsign=false"));
        command.addAll(Arrays.asList(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("git failed, command=" + command + ", output=" + text);
        }
        return text;
    }
}
