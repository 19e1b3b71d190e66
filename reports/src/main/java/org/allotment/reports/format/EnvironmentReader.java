package org.allotment.reports.format;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.EnvironmentDocument.Canary;
import org.allotment.reports.model.document.EnvironmentDocument.Commit;
import org.allotment.reports.model.document.EnvironmentDocument.Jmh;
import org.allotment.reports.model.document.EnvironmentDocument.Jvm;
import org.allotment.reports.model.document.EnvironmentDocument.Load;
import org.allotment.reports.model.document.EnvironmentDocument.Machine;
import org.allotment.reports.model.document.EnvironmentDocument.Run;
import org.allotment.reports.model.document.EnvironmentDocument.Unit;
import org.jspecify.annotations.Nullable;

/** Reads {@code allotment.environment/1}, of which everything but the format may be absent. */
final class EnvironmentReader {
    private final Cursor cursor;
    private final Map<String, String> sources = new HashMap<>();
    private final List<Unit> units = new ArrayList<>();
    private @Nullable String format;
    private Run run = EnvironmentDocument.EMPTY.run();
    private Commit commit = EnvironmentDocument.EMPTY.commit();
    private Machine machine = EnvironmentDocument.EMPTY.machine();
    private Jvm jvm = EnvironmentDocument.EMPTY.jvm();
    private Jmh jmh = EnvironmentDocument.EMPTY.jmh();
    private Load load = EnvironmentDocument.EMPTY.load();
    private Canary canary = EnvironmentDocument.EMPTY.canary();

    EnvironmentReader(Cursor cursor) {
        this.cursor = cursor;
    }

    EnvironmentDocument read() throws IOException, DocumentFault {
        cursor.object(this::field);
        if (!EnvironmentDocument.FORMAT.equals(format)) {
            throw cursor.unknownFormat("format expected=" + EnvironmentDocument.FORMAT + ", found=" + format);
        }
        return new EnvironmentDocument(run, commit, machine, jvm, jmh, load, canary, sources, units);
    }

    private void field(String name) throws IOException, DocumentFault {
        if (cursor.isNull()) {
            return;
        }
        switch (name) {
            case "format" -> format = cursor.name();
            case "run" -> run = run();
            case "commit" -> commit = commit();
            case "machine" -> machine = machine();
            case "jvm" -> jvm = jvm();
            case "jmh" -> jmh = jmh();
            case "load" -> load = load();
            case "canary" -> canary = canary();
            case "sources" -> cursor.object(source -> sources.put(source, cursor.text(Limits.NAME_LENGTH)));
            case "units" -> cursor.array(() -> units.add(unit()));
            default -> cursor.skip();
        }
    }

    private Run run() throws IOException, DocumentFault {
        Texts texts = new Texts();
        Map<String, Instant> times = new HashMap<>();
        cursor.object(name -> {
            switch (name) {
                case "id", "project", "kind", "profile", "parent" -> texts.put(name, Limits.NAME_LENGTH);
                case "note" -> texts.put(name, Limits.TEXT_LENGTH);
                case "started", "ended" -> time(times, name);
                default -> cursor.skip();
            }
        });
        return new Run(
                texts.get("id"),
                texts.get("project"),
                kind(texts.get("kind")),
                texts.get("profile"),
                times.get("started"),
                times.get("ended"),
                texts.get("parent"),
                texts.get("note"));
    }

    private @Nullable String kind(@Nullable String kind) throws DocumentFault {
        return switch (kind) {
            case null -> null;
            case "nightly", "manual", "confirm", "bisect" -> kind;
            default ->
                throw cursor.fault("kind of run expected, one of nightly, manual, confirm, bisect, found=" + kind);
        };
    }

    private Commit commit() throws IOException, DocumentFault {
        Texts texts = new Texts();
        Map<String, Instant> times = new HashMap<>();
        List<String> parents = new ArrayList<>();
        boolean[] dirty = {false};
        cursor.object(name -> {
            switch (name) {
                case "sha", "branch" -> texts.put(name, Limits.NAME_LENGTH);
                case "subject", "author" -> texts.put(name, Limits.TEXT_LENGTH);
                case "authorTime", "commitTime" -> time(times, name);
                case "parents" -> parents.addAll(cursor.texts(Limits.NAME_LENGTH));
                case "dirty" -> dirty[0] = Boolean.TRUE.equals(cursor.maybeFlag());
                default -> cursor.skip();
            }
        });
        return new Commit(
                texts.get("sha"),
                texts.get("branch"),
                texts.get("subject"),
                texts.get("author"),
                times.get("authorTime"),
                times.get("commitTime"),
                parents,
                dirty[0]);
    }

    private Machine machine() throws IOException, DocumentFault {
        Texts texts = new Texts();
        Map<String, Long> numbers = new HashMap<>();
        cursor.object(name -> {
            switch (name) {
                case "cores", "threadsPerCore" -> number(numbers, name, Integer.MAX_VALUE);
                case "memoryBytes" -> number(numbers, name, Long.MAX_VALUE);
                case "label", "host", "cpuModel", "microcode", "governor", "turbo" ->
                    texts.putScalar(name, Limits.NAME_LENGTH);
                case "os", "architecture", "kernel", "container" -> texts.putScalar(name, Limits.NAME_LENGTH);
                default -> cursor.skip();
            }
        });
        return new Machine(
                texts.get("label"),
                texts.get("host"),
                texts.get("cpuModel"),
                texts.get("microcode"),
                small(numbers.get("cores")),
                small(numbers.get("threadsPerCore")),
                texts.get("governor"),
                texts.get("turbo"),
                numbers.get("memoryBytes"),
                texts.get("os"),
                texts.get("architecture"),
                texts.get("kernel"),
                texts.get("container"));
    }

    private Jvm jvm() throws IOException, DocumentFault {
        Texts texts = new Texts();
        List<String> flags = new ArrayList<>();
        cursor.object(name -> {
            switch (name) {
                case "vendor", "version", "name" -> texts.put(name, Limits.NAME_LENGTH);
                case "flags" -> flags.addAll(cursor.texts(Limits.TEXT_LENGTH));
                default -> cursor.skip();
            }
        });
        return new Jvm(texts.get("vendor"), texts.get("version"), texts.get("name"), flags);
    }

    private Jmh jmh() throws IOException, DocumentFault {
        Texts texts = new Texts();
        cursor.object(name -> {
            switch (name) {
                case "version" -> texts.put(name, Limits.NAME_LENGTH);
                case "options" -> texts.put(name, Limits.TEXT_LENGTH);
                default -> cursor.skip();
            }
        });
        return new Jmh(texts.get("version"), texts.get("options"));
    }

    private Load load() throws IOException, DocumentFault {
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        List<Double> steal = new ArrayList<>();
        cursor.object(name -> {
            switch (name) {
                case "before" -> before.addAll(cursor.figures());
                case "after" -> after.addAll(cursor.figures());
                case "stealPercent" -> {
                    if (!cursor.isNull()) {
                        steal.add(cursor.figure());
                    }
                }
                default -> cursor.skip();
            }
        });
        return new Load(before, after, steal.isEmpty() ? null : steal.getFirst());
    }

    private Canary canary() throws IOException, DocumentFault {
        Texts texts = new Texts();
        List<Double> scores = new ArrayList<>();
        List<Boolean> steady = new ArrayList<>();
        cursor.object(name -> {
            switch (name) {
                case "benchmark", "unit" -> texts.put(name, Limits.NAME_LENGTH);
                case "scores" -> scores.addAll(cursor.figures());
                case "steady" -> {
                    if (!cursor.isNull()) {
                        steady.add(cursor.flag());
                    }
                }
                default -> cursor.skip();
            }
        });
        return new Canary(
                texts.get("benchmark"), scores, texts.get("unit"), steady.isEmpty() ? null : steady.getFirst());
    }

    private Unit unit() throws IOException, DocumentFault {
        if (units.size() >= Limits.METRICS) {
            throw cursor.fault("too many units, max=" + Limits.METRICS);
        }
        return new UnitReader(cursor).read();
    }

    private void time(Map<String, Instant> times, String name) throws IOException, DocumentFault {
        Instant time = cursor.maybeTime();
        if (time != null) {
            times.put(name, time);
        }
    }

    private void number(Map<String, Long> numbers, String name, long max) throws IOException, DocumentFault {
        if (!cursor.isNull()) {
            numbers.put(name, cursor.whole(0, max));
        }
    }

    private static @Nullable Integer small(@Nullable Long value) {
        return value == null ? null : value.intValue();
    }

    /** Text fields of one object by name. */
    private final class Texts {
        private final Map<String, String> values = new HashMap<>();

        void put(String name, int maxLength) throws IOException, DocumentFault {
            String text = cursor.maybeText(maxLength);
            if (text != null) {
                values.put(name, text);
            }
        }

        /** Takes a flag or a number as its text too: how a machine says "turbo" differs. */
        void putScalar(String name, int maxLength) throws IOException, DocumentFault {
            String text = cursor.maybeScalar(maxLength);
            if (text != null) {
                values.put(name, text);
            }
        }

        @Nullable
        String get(String name) {
            return values.get(name);
        }
    }

    /** One unit of work; it stands on its first token. */
    private static final class UnitReader {
        private static final Set<String> KINDS = Set.of("jmh", "stress");
        private static final Set<String> STATES = Set.of("finished", "failed", "missing", "notApplicable");

        private final Cursor cursor;
        private final Map<String, String> params = new TreeMap<>();
        private String id = "";
        private String kind = "jmh";
        private String name = "";
        private int threads = 1;
        private int fork;
        private String state = "";
        private String reason = "";
        private long durationMillis;

        UnitReader(Cursor cursor) {
            this.cursor = cursor;
        }

        Unit read() throws IOException, DocumentFault {
            cursor.object(this::field);
            if (name.isEmpty() || state.isEmpty()) {
                throw cursor.fault("field expected and absent, name=" + (name.isEmpty() ? "name" : "state"));
            }
            return new Unit(id, kind, name, Params.of(params), threads, fork, state, reason, durationMillis);
        }

        private void field(String field) throws IOException, DocumentFault {
            if (cursor.isNull()) {
                return;
            }
            switch (field) {
                case "id" -> id = cursor.text(Limits.NAME_LENGTH);
                case "kind" -> kind = word(KINDS, "kind of unit");
                case "name" -> name = cursor.name();
                case "params" -> cursor.object(param -> params.put(param, cursor.text(Limits.TEXT_LENGTH)));
                case "threads" -> threads = cursor.small(0);
                case "fork" -> fork = cursor.small(0);
                case "state" -> state = word(STATES, "state of unit");
                case "reason" -> reason = cursor.text(Limits.TEXT_LENGTH);
                case "durationMillis" -> durationMillis = cursor.count();
                default -> cursor.skip();
            }
        }

        private String word(Set<String> words, String what) throws IOException, DocumentFault {
            String word = cursor.name();
            if (!words.contains(word)) {
                throw cursor.fault(what + " expected, one of "
                        + String.join(", ", words.stream().sorted().toList()) + ", found=\"" + word + "\"");
            }
            return word;
        }
    }
}
