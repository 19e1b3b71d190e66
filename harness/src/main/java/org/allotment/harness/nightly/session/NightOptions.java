package org.allotment.harness.nightly.session;

import java.net.URI;
import java.util.Optional;
import org.allotment.harness.nightly.plan.Profile;

/**
 * What the user asked for.
 *
 * @param only name of an engine or preset, or expression over labels and names of litmus tests
 * @param resume run to go on with; empty text means the newest one that is not published
 * @param server dashboard; the local one where absent
 * @param publish whether to publish at all
 * @param confirm whether to measure suspects again at once
 * @param label what the project calls this machine
 */
public record NightOptions(
        Profile profile,
        Optional<String> only,
        Optional<String> resume,
        Optional<URI> server,
        Optional<String> token,
        int port,
        boolean strict,
        boolean publish,
        boolean confirm,
        String project,
        Optional<String> label) {}
