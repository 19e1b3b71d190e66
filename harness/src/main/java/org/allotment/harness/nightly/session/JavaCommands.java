package org.allotment.harness.nightly.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.heap.HeapMain;
import org.allotment.harness.nightly.plan.Measurement;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.runner.Commands;

/** The real children: JMH with one fork, and the litmus suite. */
public final class JavaCommands implements Commands {

    /** The fork's own arguments stand at the benchmark; without this it would inherit those of its parent. */
    private static final String FORK_ARGUMENTS = "--enable-native-access=ALL-UNNAMED";

    private final Places places;
    private final Jars jars;
    private final Profile profile;
    private final Measurement measurement;

    JavaCommands(Jars jars, Profile profile, Measurement measurement) {
        this.places = jars.places();
        this.jars = jars;
        this.profile = profile;
        this.measurement = measurement;
    }

    /** What of the command line says how JMH measured. */
    static String options(Measurement measurement) {
        return String.format(
                Locale.ROOT,
                "-f 1 -wi %d -w %dms -i %d -r %dms -prof gc -foe true",
                measurement.warmupIterations(),
                measurement.warmupMillis(),
                measurement.iterations(),
                measurement.iterationMillis());
    }

    /** One fork of a benchmark from any class path. */
    public static List<String> fork(Path java, String classPath, Measurement measurement, Unit unit, Path result) {
        var scratch = Objects.requireNonNull(result.getParent(), "a result has a folder");
        var command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                classPath,
                "org.openjdk.jmh.Main",
                "^" + Pattern.quote(unit.name()) + "$",
                "-t",
                Integer.toString(unit.threads()),
                "-jvmArgs",
                FORK_ARGUMENTS,
                "-rf",
                "json",
                "-rff",
                result.toString()));
        command.addAll(List.of(options(measurement).split(" ")));
        unit.params().forEach((name, value) -> command.addAll(List.of("-p", name + "=" + value)));
        return command;
    }

    @Override
    public List<String> benchmark(Unit unit, Path result, Path scratch) {
        return fork(places.java(), jars.classPath(), measurement, unit, result);
    }

    @Override
    public List<String> heap(Path result, Path scratch) {
        return List.of(
                places.java().toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                FORK_ARGUMENTS,
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                jars.classPath(),
                HeapMain.class.getName(),
                result.toString());
    }

    @Override
    public List<String> litmus(List<Unit> units, Path result, Path scratch) {
        var only =
                units.stream().map(unit -> Pattern.quote(unit.name())).collect(Collectors.joining("|", "^(?:", ")$"));
        return List.of(
                places.java().toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + scratch,
                "-jar",
                jars.stressJar().toString(),
                "run",
                "--only",
                only,
                "--profile",
                profile.word(),
                "--out",
                result.toString(),
                "--work",
                scratch.toString());
    }
}
