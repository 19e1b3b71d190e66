package org.allotment.harness.nightly.command;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.nightly.publish.LocalDashboard;
import org.allotment.harness.nightly.session.Night;
import org.allotment.harness.nightly.session.NightOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole night: measure, verify, publish and judge. */
@Command(
        name = "nightly",
        mixinStandardHelpOptions = true,
        description = "Measures, verifies, publishes and judges.",
        footer = {
            "",
            "Exit codes: 0 clean; 1 a forbidden state, a changed deterministic metric or a confirmed slowdown;",
            "2 wrong usage; 3 something expected is missing; 75 another runner holds this host."
        })
public final class NightlyCommand implements Callable<Integer> {

    private final Places places;

    @Spec
    private CommandSpec spec;

    @Option(names = "--profile", defaultValue = "quick", description = "quick, nightly or full; default: quick")
    private String profile = "quick";

    @Option(
            names = "--only",
            paramLabel = "NAME|REGEX",
            description = "what to run: an engine or preset (see engines), else searched in name?param=value&… and in "
                    + "names of litmus tests; also what the profile leaves out")
    private @Nullable String only;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            arity = "0..1",
            fallbackValue = "",
            description = "goes on with a run; without a name with the newest that is not published")
    private @Nullable String resume;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:ALLOTMENT_SERVER}",
            description =
                    "dashboard to publish to; default: $ALLOTMENT_SERVER, or else the local one, started if needed")
    private @Nullable String server;

    @Option(
            names = "--token",
            defaultValue = "${env:ALLOTMENT_TOKEN}",
            description = "token of the dashboard; default: $ALLOTMENT_TOKEN, which no list of processes shows")
    private @Nullable String token;

    @Option(names = "--port", description = "port of the local dashboard; default: 7411")
    private int port = LocalDashboard.PORT;

    @Option(names = "--project", description = "project in the dashboard; default: allotment")
    private String project = "allotment";

    @Option(names = "--label", description = "what the project calls this machine; default: none")
    private @Nullable String label;

    @Option(names = "--strict", description = "an unconfirmed suspect exits 1 too")
    private boolean strict;

    @Option(names = "--no-publish", description = "keeps the run to itself")
    private boolean noPublish;

    @Option(names = "--no-confirm", description = "does not measure suspects again")
    private boolean noConfirm;

    /** A command over these places. */
    public NightlyCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireUsage();
        var dashboard = server(spec, server);
        var secret = token(spec, token);
        var options = new NightOptions(
                Profile.of(profile),
                Optional.ofNullable(only),
                Optional.ofNullable(resume),
                dashboard,
                secret,
                port,
                strict,
                !noPublish,
                !noConfirm,
                project,
                Optional.ofNullable(label));
        var out = spec.commandLine().getOut();
        var status = new Night(places, options, Night.Parts.real(places), out).run();
        out.flush();
        return status.code();
    }

    /** A variable that is set to nothing, as CI does for an absent one, is not set; a line end behind it is no part of it. */
    private static Optional<String> present(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * The token of a dashboard; empty where none is given.
     *
     * @throws ParameterException if no header can carry it; the message does not show it
     */
    static Optional<String> token(CommandSpec spec, @Nullable String text) {
        var token = present(text);
        if (token.isPresent() && !token.get().matches("[!-~]+")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "token of letters, digits and signs expected, without spaces and line ends, length="
                            + token.get().length());
        }
        return token;
    }

    /**
     * The address of a dashboard; empty where none is given.
     *
     * @throws ParameterException if it is no address of the web, or names no host and port that can be asked
     */
    static Optional<URI> server(CommandSpec spec, @Nullable String text) {
        try {
            var server = present(text).map(URI::create);
            server.flatMap(NightlyCommand::wrong).ifPresent(problem -> {
                throw new ParameterException(spec.commandLine(), problem + ", server=" + text);
            });
            return server;
        } catch (IllegalArgumentException failure) {
            throw new ParameterException(spec.commandLine(), "http or https expected, server=" + text, failure);
        }
    }

    private static Optional<String> wrong(URI server) {
        if (!String.valueOf(server.getScheme()).matches("https?")) {
            return Optional.of("http or https expected");
        }
        if (server.getHost() == null) {
            return Optional.of("host of letters, digits, dots and hyphens expected");
        }
        return server.getPort() > 65_535 ? Optional.of("port of at most 65535 expected") : Optional.empty();
    }

    private void requireUsage() {
        if (!profile.matches("quick|nightly|full")) {
            throw new ParameterException(
                    spec.commandLine(), "unknown profile, profile=" + profile + ", known=quick, nightly, full");
        }
        if (resume != null && only != null) {
            throw new ParameterException(spec.commandLine(), "a resumed run has its plan: leave --only away");
        }
        try {
            Pattern.compile(only == null ? "" : only);
        } catch (PatternSyntaxException failure) {
            throw new ParameterException(
                    spec.commandLine(),
                    "not a regular expression, only=" + only + ", problem=" + failure.getDescription(),
                    failure);
        }
    }
}
