package org.allotment.harness.machine;

import java.util.List;

/**
 * The JVM that measured.
 *
 * @param version its full version, as {@code 25.0.3+9-LTS}
 * @param flags the arguments of the measuring JVM, not of the runner
 */
public record JavaRuntime(String vendor, String version, String name, List<String> flags) {

    /** Keeps its own copy of the flags. */
    public JavaRuntime {
        flags = List.copyOf(flags);
    }

    /** Describes this JVM; children run on the same one. */
    public static JavaRuntime ofThisProcess(List<String> flags) {
        return new JavaRuntime(
                System.getProperty("java.vendor", "unknown"),
                System.getProperty("java.vm.version", "unknown"),
                System.getProperty("java.vm.name", "unknown"),
                flags);
    }
}
