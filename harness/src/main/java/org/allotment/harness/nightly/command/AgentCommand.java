package org.allotment.harness.nightly.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.machine.Machine;
import org.allotment.harness.nightly.agent.Agent;
import org.allotment.harness.nightly.agent.AgentOptions;
import org.allotment.harness.nightly.session.SuiteCatalog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Answers the jobs of a dashboard on this machine. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "Takes jobs of a dashboard, measures base and head in turns, and sends what it measured.",
        footer = {
            "",
            "It builds and runs commits of the repository that the dashboard names: let it work for dashboards you trust.",
            "SIGTERM gives its job back. Exit codes: 0 ended as asked; 2 wrong usage; 3 refused by the dashboard."
        })
public final class AgentCommand implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 20;

    private final Places places;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:ALLOTMENT_SERVER}",
            description = "dashboard to work for; default: $ALLOTMENT_SERVER")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "file that holds a token of scope agent; default: $ALLOTMENT_TOKEN")
    private @Nullable Path tokenFile;

    @Option(
            names = "--repo",
            paramLabel = "DIR",
            description = "repository that has the commits; default: this checkout")
    private @Nullable Path repository;

    @Option(names = "--once", description = "ends after one job, or when none waits")
    private boolean once;

    @Option(names = "--worker", paramLabel = "NAME", description = "what to be called; default: host and process")
    private @Nullable String worker;

    @Option(names = "--project", description = "the only project to work for; default: any that the token opens")
    private @Nullable String project;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "takes only jobs about machines of this name, as series have it; default: any")
    private @Nullable String environment;

    @Option(names = "--build", paramLabel = "COMMAND", description = "builds a checkout; default: this project's own")
    private @Nullable String build;

    @Option(names = "--jar", paramLabel = "GLOB", description = "where its jar is then; default: this project's own")
    private @Nullable String jar;

    /** A command over these places. */
    public AgentCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() throws IOException {
        var address = NightlyCommand.server(spec, server)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "dashboard expected, option=--server"));
        var options = new AgentOptions(
                address,
                token(),
                worker == null
                        ? Machine.read(null).host() + ":"
                                + ProcessHandle.current().pid()
                        : worker,
                Optional.ofNullable(project),
                Optional.ofNullable(environment),
                repository == null ? places.root() : repository.toAbsolutePath(),
                Optional.ofNullable(build),
                Optional.ofNullable(jar),
                once);
        var canary = new SuiteCatalog(places).canary();
        var out = spec.commandLine().getOut();
        return run(new Agent(places.home(), options, Agent.Parts.real(places, canary), out));
    }

    /** The process lives until the job is given back, or patience ends. */
    private static int run(Agent agent) throws IOException {
        var ended = new CountDownLatch(1);
        var worker = Thread.currentThread();
        var hook = new Thread(
                () -> {
                    agent.stop();
                    worker.interrupt();
                    await(ended);
                },
                "stop-agent");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return agent.run().code();
        } finally {
            ended.countDown();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("allotment: the job was not given back, its lease ends by itself");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> token() throws IOException {
        var text = tokenFile == null
                ? System.getenv("ALLOTMENT_TOKEN")
                : Files.readString(tokenFile, StandardCharsets.UTF_8);
        return NightlyCommand.token(spec, text);
    }
}
