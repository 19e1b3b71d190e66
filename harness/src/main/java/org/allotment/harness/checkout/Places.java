package org.allotment.harness.checkout;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Where things are on this machine.
 *
 * @param root the checkout
 * @param home the data directory
 */
public record Places(Path root, Path home) {

    private static final String VERSION = "0.1.0-SNAPSHOT";

    /** As the launcher says, or else the current directory. */
    public static Places fromProperties() {
        var root = Path.of(System.getProperty("allotment.root", ""))
                .toAbsolutePath()
                .normalize();
        var home = System.getProperty("allotment.home");
        return new Places(
                root,
                home == null
                        ? root.resolve(".allotment")
                        : Path.of(home).toAbsolutePath().normalize());
    }

    /** The launcher of this JVM, for children. */
    public Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The class path of this JVM, which holds the benchmarks; absolute, because children start elsewhere. */
    public String classPath() {
        var path = Objects.requireNonNull(System.getProperty("java.class.path"), "java.class.path");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Sources of the benchmarks. */
    public Path benchmarkSources() {
        return root.resolve("harness/src/main/java");
    }

    /** The litmus suite. */
    public Path stressJar() {
        return root.resolve("stress/target/allotment-stress-" + VERSION + "-all.jar");
    }

    /** The dashboard. */
    public Path dashboardJar() {
        return root.resolve("reports/target/quarkus-app/quarkus-run.jar");
    }

    /** Allure results of the unit tests of all modules. */
    public Path unitTestResults() {
        return root.resolve("target/allure-results");
    }

    /** The Allure command line, which the launcher unpacks. */
    public Path allure() {
        return home.resolve("tools/allure-2.34.1");
    }

    /** Rendered Allure reports, a folder for each run. */
    public Path allureReports() {
        return home.resolve("report/runs");
    }
}
