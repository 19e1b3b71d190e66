package org.allotment.harness.checkout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SHA-256 of the source of each benchmark class: a changed benchmark opens a new epoch of its history.
 *
 * @param sourceRoot folder that holds the packages; where a source is absent the bytes of the class are hashed
 */
public record SourceHashes(Path sourceRoot) {

    /** Hashes by class name; a class with neither source nor bytes is left out. */
    public SortedMap<String, String> of(Collection<String> classNames) {
        var hashes = new TreeMap<String, String>();
        for (var name : classNames) {
            bytes(name).map(Sha256::of).ifPresent(hash -> hashes.put(name, hash));
        }
        return hashes;
    }

    private Optional<byte[]> bytes(String className) {
        var path = className.replace('.', '/');
        var source = sourceRoot.resolve(path + ".java");
        try {
            if (Files.isRegularFile(source)) {
                return Optional.of(Files.readAllBytes(source));
            }
            try (var stream = SourceHashes.class.getClassLoader().getResourceAsStream(path + ".class")) {
                return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
