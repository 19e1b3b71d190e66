package org.allotment.reports.store.write;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.State;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.EnvironmentDocument.Canary;
import org.allotment.reports.model.document.EnvironmentDocument.Machine;
import org.allotment.reports.model.document.EnvironmentDocument.Run;
import org.allotment.reports.model.history.VerdictCounts;
import org.allotment.reports.stats.Robust;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The run itself: project, branch, commit, environment, circumstances. */
public final class RunWriter {
    private final Handle handle;

    /** Within the caller's transaction. */
    public RunWriter(Handle handle) {
        this.handle = handle;
    }

    /** What was stored under a key. */
    public record Known(String runId, String contentHash) {}

    /** The run of a project with this key. */
    public static Optional<Known> find(Handle handle, String project, String key) {
        return handle.createQuery("""
                        SELECT r.id, r.content_sha256 FROM run r JOIN project p ON p.id = r.project_id
                        WHERE p.name = :project AND r.idempotency_key = :key""")
                .bind("project", project)
                .bind("key", key)
                .map((row, context) -> new Known(row.getString(1), row.getString(2)))
                .findOne();
    }

    /** Writes the run, not yet judged. */
    public RunPlace write(RunHeader header) {
        EnvironmentDocument environment = header.environment();
        long project = Keys.find(handle, "project", Map.of("name", header.project()), Map.of());
        long branch = Keys.find(handle, "branch", Map.of("project_id", project, "name", header.branch()), Map.of());
        long envClass = Keys.find(
                handle, "env_class", Map.of("project_id", project, "name", header.environmentClass()), Map.of());
        CommitWriter.@Nullable Place commit = header.commitSha() == null
                ? null
                : new CommitWriter(handle, project).place(header.commitSha(), environment.commit(), header.received());
        long started = header.started().toEpochMilli();
        long order = commit == null ? started : commit.position();
        Parent parent = parent(project, environment.run());
        RunPlace place = new RunPlace(
                header.id(),
                project,
                branch,
                envClass,
                order,
                started,
                parent == null ? order : parent.order(),
                parent == null ? started : parent.started(),
                parent != null && commit != null && commit.id() == parent.commitId());
        Row row = new Row("run")
                .put("id", header.id())
                .put("project_id", project)
                .put("branch_id", branch)
                .put("commit_id", commit == null ? null : commit.id())
                .put("environment_id", environment(environment))
                .put("env_class_id", envClass)
                .put("parent_id", parent == null ? null : parent.runId())
                .put("x_ord", order)
                .put("started", started);
        putIdentity(row, header);
        putCircumstances(row, header);
        putCounts(row, VerdictCounts.of(Map.of()));
        row.insert(handle);
        return place;
    }

    /** Writes the verdict on the run. */
    public void judge(String runId, VerdictCounts verdict) {
        Row row = new Row("run");
        putCounts(row, verdict);
        String columns = row.values().keySet().stream()
                .map(column -> column + " = :" + column)
                .collect(Collectors.joining(", "));
        handle.createUpdate("UPDATE run SET " + columns + " WHERE id = :id")
                .bindMap(row.values())
                .bind("id", runId)
                .execute();
    }

    /** Medians of the canary's scores in the newest runs before this one on the same environment. */
    public double[] canaryPast(String runId, int limit) {
        return handle.createQuery("""
                        SELECT p.canary_scores FROM run r JOIN run p ON p.environment_id = r.environment_id
                         AND p.project_id = r.project_id AND p.canary_benchmark = r.canary_benchmark
                         AND (p.x_ord < r.x_ord OR (p.x_ord = r.x_ord AND p.started < r.started))
                        WHERE r.id = :run AND p.canary_scores <> ''
                        ORDER BY p.x_ord DESC, p.started DESC, p.id DESC LIMIT :limit""").bind("run", runId).bind("limit", limit).mapTo(String.class).stream()
                .mapToDouble(scores -> Robust.median(Arrays.stream(scores.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray()))
                .toArray();
    }

    /** Writes whether the machine was what it had been. */
    public void canary(String runId, boolean inBand) {
        handle.createUpdate("UPDATE run SET canary_in_band = :band WHERE id = :id")
                .bind("band", inBand ? 1 : 0)
                .bind("id", runId)
                .execute();
    }

    private static void putIdentity(Row row, RunHeader header) {
        Run run = header.environment().run();
        row.put("external_id", run.id())
                .put("kind", run.kind() == null ? "manual" : run.kind())
                .put("profile", run.profile())
                .put("note", run.note())
                .putTime("ended", run.ended())
                .putTime("received", header.received())
                .put("dirty", header.environment().commit().dirty() ? 1 : 0)
                .put("idempotency_key", header.key())
                .put("content_sha256", header.contentHash());
    }

    private static void putCircumstances(Row row, RunHeader header) {
        EnvironmentDocument environment = header.environment();
        Canary canary = environment.canary();
        String jmhVersion = header.jmhVersion() == null ? environment.jmh().version() : header.jmhVersion();
        row.put("load_before", text(environment.load().before()))
                .put("load_after", text(environment.load().after()))
                .put("steal_percent", environment.load().stealPercent())
                .put("canary_benchmark", canary.benchmark())
                .put("canary_scores", text(canary.scores()))
                .put("canary_unit", canary.unit())
                .put("canary_steady", flag(canary.steady()))
                .put("jmh_version", jmhVersion)
                .put("jmh_options", environment.jmh().options())
                .put(
                        "stress_harness",
                        header.stress() == null ? null : header.stress().harness())
                .put(
                        "stress_options",
                        header.stress() == null ? null : header.stress().options())
                .put(
                        "stress_millis",
                        header.stress() == null ? null : header.stress().durationMillis());
    }

    private static void putCounts(Row row, VerdictCounts verdict) {
        row.put("state", verdict.state().word())
                .put("green", verdict.of(State.GREEN))
                .put("improved", verdict.of(State.IMPROVED))
                .put("suspect", verdict.of(State.SUSPECT))
                .put("red", verdict.of(State.RED))
                .put("missing", verdict.of(State.MISSING))
                .put("not_applicable", verdict.of(State.NOT_APPLICABLE))
                .put("too_few_runs", verdict.of(State.TOO_FEW_RUNS))
                .put("ungated", verdict.of(State.UNGATED));
    }

    private record Parent(String runId, long order, long started, long commitId) {}

    /** The run that this one confirms, by the producer's id or by ours. */
    private @Nullable Parent parent(long project, Run run) {
        if (run.parent() == null) {
            return null;
        }
        return handle.createQuery("""
                        SELECT id, x_ord, started, coalesce(commit_id, 0) AS commit_id FROM run
                        WHERE project_id = :project AND (external_id = :parent OR id = :parent)
                        ORDER BY received DESC, id LIMIT 1""")
                .bind("project", project)
                .bind("parent", run.parent())
                .map((row, context) -> new Parent(
                        row.getString("id"), row.getLong("x_ord"), row.getLong("started"), row.getLong("commit_id")))
                .findOne()
                .orElse(null);
    }

    private long environment(EnvironmentDocument environment) {
        Machine machine = environment.machine();
        String flags = String.join(" ", environment.jvm().flags());
        Row row = new Row("environment")
                .put("label", machine.label())
                .put("host", machine.host())
                .put("cpu_model", machine.cpuModel())
                .put("microcode", machine.microcode())
                .put("cores", machine.cores())
                .put("threads_per_core", machine.threadsPerCore())
                .put("governor", machine.governor())
                .put("turbo", machine.turbo())
                .put("memory_bytes", machine.memoryBytes())
                .put("os", machine.os())
                .put("architecture", machine.architecture())
                .put("kernel", machine.kernel())
                .put("container", machine.container())
                .put("jvm_vendor", environment.jvm().vendor())
                .put("jvm_version", environment.jvm().version())
                .put("jvm_name", environment.jvm().name())
                .put("jvm_flags", flags);
        String fingerprint = Hashes.sha256(row.values().values().toArray());
        return Keys.find(handle, "environment", Map.of("fingerprint", fingerprint), row.values());
    }

    private static @Nullable Integer flag(@Nullable Boolean value) {
        return value == null ? null : value ? 1 : 0;
    }

    private static String text(List<Double> figures) {
        return figures.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Writes every part of the upload. */
    public void writeParts(RunHeader header) {
        UploadWriter uploads = new UploadWriter(handle);
        for (SpooledPart part : header.parts()) {
            uploads.write(part);
            new Row("run_part")
                    .put("run_id", header.id())
                    .put("name", part.name())
                    .put("ord", part.index())
                    .put("sha256", part.sha256())
                    .insert(handle);
        }
    }
}
