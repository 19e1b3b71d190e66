package org.allotment.harness.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files in which a Linux kernel describes itself, below a root that tests may move.
 *
 * @param root normally {@code /}
 */
public record SystemFiles(Path root) {

    /** The files of this host. */
    public static SystemFiles ofThisHost() {
        return new SystemFiles(Path.of("/"));
    }

    /** First line of a file, trimmed; empty where the file is absent, unreadable or blank. */
    public Optional<String> firstLine(String path) {
        return lines(path).stream().findFirst().map(String::trim).filter(line -> !line.isEmpty());
    }

    /** All lines of a file; none where it is absent or unreadable, as on systems without {@code /proc}. */
    public List<String> lines(String path) {
        try {
            return Files.readAllLines(root.resolve(path));
        } catch (IOException _) {
            return List.of();
        }
    }

    /** Whether the file is there. */
    public boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }

    /** Value of the first line of the form {@code key : value} or {@code key value}; empty where there is none. */
    public Optional<String> field(String path, String key) {
        return lines(path).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .filter(rest -> !rest.isEmpty() && !Character.isLetterOrDigit(rest.charAt(0)))
                .map(rest -> rest.replaceFirst("^[\\s:]+", "").trim())
                .findFirst();
    }
}
