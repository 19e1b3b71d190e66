package org.allotment.harness.nightly.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user asked for.
 *
 * @param worker what the server calls this agent
 * @param project the only project to work for; any where absent
 * @param environment the only environment class to work for; any where absent
 * @param repository where the commits are
 * @param build command that builds a checkout; this project's own where absent
 * @param jar where its jar is then; this project's own where absent
 * @param once whether to end after one job, or when none waits
 */
public record AgentOptions(
        URI server,
        Optional<String> token,
        String worker,
        Optional<String> project,
        Optional<String> environment,
        Path repository,
        Optional<String> build,
        Optional<String> jar,
        boolean once) {

    Builds.Recipe recipe() {
        return new Builds.Recipe(build.orElse(Builds.Recipe.OURS.command()), jar.orElse(Builds.Recipe.OURS.jar()));
    }
}
