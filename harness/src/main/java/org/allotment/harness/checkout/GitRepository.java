package org.allotment.harness.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The commits of a repository, and trees of them beside the working tree, which is never touched.
 *
 * @param directory anywhere in the repository
 */
public record GitRepository(Path directory) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{7,64}");

    private static final Duration LOCAL = Duration.ofMinutes(2);
    private static final Duration REMOTE = Duration.ofMinutes(5);

    /** Whether a text is a hash, and so neither an option nor a name that can move. */
    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** Whether a commit is here; where it is not the remotes are asked for it. */
    public boolean has(String hash) throws InterruptedException {
        if (!isHash(hash)) {
            return false;
        }
        return isHere(hash) || (git(REMOTE, "fetch", "--quiet", "--all").isPresent() && isHere(hash));
    }

    private boolean isHere(String hash) throws InterruptedException {
        return git(LOCAL, "cat-file", "-e", hash + "^{commit}").isPresent();
    }

    /**
     * The commits from one to another by first parents, oldest first, with both ends; empty where the second does not
     * descend from the first, or the range is longer than {@code most}.
     */
    public List<String> range(String base, String head, int most) throws InterruptedException {
        var isAncestor = git(LOCAL, "merge-base", "--is-ancestor", base, head).isPresent();
        var lines = isAncestor
                ? git(LOCAL, "rev-list", "--first-parent", "--reverse", base + ".." + head)
                : Optional.<String>empty();
        var commits = new ArrayList<String>();
        commits.add(base);
        lines.ifPresent(text -> text.lines().forEach(commits::add));
        return commits.size() < 2 || commits.size() > most ? List.of() : commits;
    }

    /** Checks a commit out into a new folder; false if git cannot. */
    public boolean addTree(Path folder, String hash) throws InterruptedException {
        return isHash(hash)
                && git(LOCAL, "worktree", "add", "--force", "--detach", folder.toString(), hash)
                        .isPresent();
    }

    /** Forgets folders of {@link #addTree} that are gone. */
    public void forgetTrees() throws InterruptedException {
        git(LOCAL, "worktree", "prune");
    }

    private Optional<String> git(Duration limit, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(Arrays.asList(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                process.getOutputStream().close();
                var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return process.waitFor(limit.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0
                        ? Optional.of(text)
                        : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
