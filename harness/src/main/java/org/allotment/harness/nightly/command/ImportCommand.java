package org.allotment.harness.nightly.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.publish.Judgement;
import org.allotment.harness.nightly.publish.LocalDashboard;
import org.allotment.harness.nightly.publish.Publication;
import org.allotment.harness.nightly.publish.Retry;
import org.allotment.harness.nightly.publish.UploadBody;
import org.allotment.harness.nightly.publish.Uploader;
import org.allotment.harness.nightly.publish.VerdictTable;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.result.UploadAnswer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes what lies on the disk: runs of ours that were not published, and JMH files of any project. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Publishes run directories, or JMH result files of any project.")
public final class ImportCommand implements Callable<Integer> {

    private final Places places;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "JMH JSON files, or run directories")
    private List<Path> sources = List.of();

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:ALLOTMENT_SERVER}",
            description = "default: $ALLOTMENT_SERVER, or else the local one, started if needed")
    private @Nullable String server;

    @Option(names = "--token", defaultValue = "${env:ALLOTMENT_TOKEN}", description = "default: $ALLOTMENT_TOKEN")
    private @Nullable String token;

    @Option(names = "--port", description = "port of the local dashboard; default: 7411")
    private int port = LocalDashboard.PORT;

    @Option(names = "--project", description = "project of JMH files; default: the server's")
    private @Nullable String project;

    @Option(names = "--commit", description = "commit that JMH files measured; default: none")
    private @Nullable String commit;

    @Option(names = "--branch", description = "branch of that commit; default: none")
    private @Nullable String branch;

    /** A command over these places. */
    public ImportCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var given = NightlyCommand.server(spec, server);
        var secret = NightlyCommand.token(spec, token);
        var status = ExitStatus.CLEAN;
        var readable = new ArrayList<Path>();
        for (var source : sources) {
            try {
                requireReadable(source);
                readable.add(source);
            } catch (RunProblem problem) {
                status = status.and(say(problem));
            }
        }
        if (readable.isEmpty()) {
            return status.code();
        }
        var address = given.isPresent() ? given.get() : new LocalDashboard(places, port).ensureRunning();
        var uploader = new Uploader(address, secret, Retry.usual());
        for (var source : readable) {
            status = status.and(publish(uploader, source));
        }
        return status.code();
    }

    /** One that is refused keeps none of the others from being published. */
    private ExitStatus publish(Uploader uploader, Path source) throws InterruptedException {
        try {
            var answer = Files.isDirectory(source)
                    ? new Publication(uploader, spec.commandLine().getErr())
                            .publish(new RunDirectory(source.toAbsolutePath().normalize()))
                    : file(uploader, source);
            var out = spec.commandLine().getOut();
            VerdictTable.print(out, source.getFileName().toString(), answer.verdict());
            out.println("page: " + uploader.page(answer.url()));
            out.flush();
            return new Judgement(ExitStatus.CLEAN, answer.verdict(), Optional.empty()).status(false);
        } catch (RunProblem problem) {
            return say(problem);
        } catch (IOException failure) {
            return say(new RunProblem(ExitStatus.MISSING, "not readable, source=" + source, failure));
        }
    }

    private ExitStatus say(RunProblem problem) {
        var err = spec.commandLine().getErr();
        err.println("allotment: " + problem.getMessage());
        err.flush();
        return problem.status();
    }

    private static void requireReadable(Path source) {
        if (!Files.isReadable(source)) {
            throw new RunProblem(ExitStatus.MISSING, "not there or not readable, source=" + source);
        }
        if (!Files.isDirectory(source)) {
            try {
                if (!Documents.tree(Files.readString(source)).isArray()) {
                    throw new RunProblem(ExitStatus.MISSING, "no JMH result, an array is expected, source=" + source);
                }
            } catch (IOException failure) {
                throw new RunProblem(ExitStatus.MISSING, "no JMH result, source=" + source, failure);
            }
        }
    }

    private UploadAnswer file(Uploader uploader, Path source) throws IOException, InterruptedException {
        Map<String, String> query = new HashMap<>();
        put(query, "project", project);
        put(query, "commit", commit);
        put(query, "branch", branch);
        try {
            return uploader.send(UploadBody.ofJmh(source), query).answer();
        } catch (Uploader.Refused refusal) {
            throw new RunProblem(ExitStatus.MISSING, refusal.getMessage() + ", source=" + source);
        }
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }
}
