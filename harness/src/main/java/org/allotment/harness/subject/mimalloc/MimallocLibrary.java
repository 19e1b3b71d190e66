package org.allotment.harness.subject.mimalloc;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.allotment.core.memory.RawMemory;
import org.allotment.harness.subject.Applicability;

/** Finds mimalloc: first where the system property says, then under the names its packages install. */
public final class MimallocLibrary {
    /** System property with the path of a library to use instead of the installed one. */
    public static final String PATH_PROPERTY = "allotment.mimalloc";

    private static final List<String> NAMES = List.of(
            "libmimalloc.so.3",
            "libmimalloc.so.2",
            "libmimalloc.so.2.0",
            "libmimalloc.so",
            "libmimalloc.3.dylib",
            "libmimalloc.2.dylib",
            "libmimalloc.dylib");

    private MimallocLibrary() {}

    /**
     * Tells whether the library is there.
     *
     * @return the answer with its reason
     */
    public static Applicability applicability() {
        return find().isPresent()
                ? Applicability.applicable()
                : Applicability.notApplicable("mimalloc is not installed, tried=" + String.join(",", candidates()));
    }

    static SymbolLookup symbols() {
        return find().orElseThrow(() ->
                new IllegalStateException("mimalloc is not installed, tried=" + String.join(",", candidates())));
    }

    private static Optional<SymbolLookup> find() {
        return candidates().stream().flatMap(name -> open(name).stream()).findFirst();
    }

    private static List<String> candidates() {
        String path = System.getProperty(PATH_PROPERTY);
        if (path != null) {
            return List.of(path);
        }
        return NAMES;
    }

    @RawMemory("loads a library by its well-known name; only two functions of it are ever bound")
    @SuppressWarnings("restricted")
    private static Optional<SymbolLookup> open(String name) {
        try {
            SymbolLookup library = name.contains("/")
                    ? SymbolLookup.libraryLookup(Path.of(name), Arena.global())
                    : SymbolLookup.libraryLookup(name, Arena.global());
            return library.find("mi_malloc").map(ignored -> library);
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }
}
