package org.allotment.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The documents of docs/golden, which the producers' tests read as well. */
public final class Golden {
    private static final Path FOLDER = Path.of("..", "docs", "golden");

    private Golden() {}

    /** The bytes of one document. */
    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where one document is. */
    public static Path path(String name) {
        return FOLDER.resolve(name);
    }
}
