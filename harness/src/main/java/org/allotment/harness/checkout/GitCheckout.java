package org.allotment.harness.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks git what is checked out.
 *
 * @param directory anywhere in the working tree
 */
public record GitCheckout(Path directory) {

    /** Unit separator: no subject or name can hold it. */
    private static final String SEPARATOR = "\u001f";

    private static final String FORMAT = String.join("%x1f", "%H", "%s", "%an", "%at", "%ct", "%P", "end");

    /** The commit at HEAD; empty where there is no git, no repository or no commit. */
    public Optional<Commit> head() {
        return git("log", "-1", "--no-show-signature", "--format=" + FORMAT, "HEAD")
                .map(line -> line.strip().split(SEPARATOR, -1))
                .filter(fields -> fields.length == 7)
                .map(this::commit);
    }

    private Commit commit(String[] fields) {
        return new Commit(
                fields[0],
                git("symbolic-ref", "--short", "-q", "HEAD").map(String::strip).orElse(null),
                fields[1],
                fields[2],
                time(fields[3]),
                time(fields[4]),
                Arrays.stream(fields[5].split(" "))
                        .filter(parent -> !parent.isEmpty())
                        .toList(),
                git("status", "--porcelain", "--untracked-files=no")
                        .map(text -> !text.isBlank())
                        .orElse(false));
    }

    private static String time(String seconds) {
        return Instant.ofEpochSecond(Long.parseLong(seconds)).toString();
    }

    private Optional<String> git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(Arrays.asList(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
