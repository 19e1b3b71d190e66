package org.allotment.harness.nightly.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.checkout.Sha256;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;

/**
 * The jars that measure, copied into the data directory under their hash: a build of the checkout cannot change them under
 * a running night, nor between its parts.
 *
 * @param hashes SHA-256 by {@value #BENCHMARKS} and {@value #LITMUS}; what has none runs from where it was built
 */
record Jars(Places places, SortedMap<String, String> hashes) {

    static final String BENCHMARKS = "benchmarks";
    static final String LITMUS = "litmus";

    private static final String SUFFIX = ".jar";

    /** Copies what is built now; a class path of several entries, as that of a test, is no jar and is left where it is. */
    static Jars keep(Places places) throws IOException {
        var hashes = new TreeMap<String, String>();
        var built = Map.of(BENCHMARKS, Path.of(places.classPath()), LITMUS, places.stressJar());
        for (var jar : built.entrySet()) {
            if (Files.isRegularFile(jar.getValue())) {
                hashes.put(jar.getKey(), keep(folder(places), jar.getValue()));
            }
        }
        return new Jars(places, hashes);
    }

    private static String keep(Path folder, Path jar) throws IOException {
        var bytes = Files.readAllBytes(jar);
        var hash = Sha256.of(bytes);
        var copy = folder.resolve(hash + SUFFIX);
        if (!Files.exists(copy)) {
            AtomicFiles.write(copy, bytes);
        }
        return hash;
    }

    /**
     * The copies that a plan names.
     *
     * @throws RunProblem if one is gone
     */
    static Jars of(Places places, Plan plan) {
        var jars = new Jars(places, plan.jars());
        for (var name : plan.jars().keySet()) {
            if (!Files.isRegularFile(jars.copy(name))) {
                throw new RunProblem(
                        ExitStatus.MISSING,
                        "a jar of the plan is gone, run=" + plan.run().id() + ", name=" + name + ", jar="
                                + jars.copy(name));
            }
        }
        return jars;
    }

    /** Deletes the copies that no run needs any more. */
    static void deleteAllBut(Places places, Collection<String> needed) throws IOException {
        if (!Files.isDirectory(folder(places))) {
            return;
        }
        try (var files = Files.list(folder(places))) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(SUFFIX) && !needed.contains(name.substring(0, name.length() - SUFFIX.length()))) {
                    Files.delete(file);
                }
            }
        }
    }

    String classPath() {
        return hashes.containsKey(BENCHMARKS) ? copy(BENCHMARKS).toString() : places.classPath();
    }

    Path stressJar() {
        return hashes.containsKey(LITMUS) ? copy(LITMUS) : places.stressJar();
    }

    private Path copy(String name) {
        return folder(places).resolve(hashes.get(name) + SUFFIX);
    }

    private static Path folder(Places places) {
        return places.home().resolve("jars");
    }
}
