package org.allotment.harness.nightly.publish;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.result.UploadAnswer;

/**
 * Sends a run and keeps the answer beside it; a refusal is kept with its reason too, and nothing is ever lost. The picture
 * of the heaps never keeps a run from being taken: where it may be the reason of a refusal the run goes once more without.
 */
public final class Publication {

    private static final String HEAP = "heap";

    private final Uploader uploader;
    private final PrintWriter out;

    /** A publication through this uploader; {@code out} is for people. */
    public Publication(Uploader uploader, PrintWriter out) {
        this.uploader = uploader;
        this.out = out;
    }

    /**
     * Publishes a complete run.
     *
     * @throws RunProblem if the dashboard cannot be reached, or refuses; the run can be published later
     */
    public UploadAnswer publish(RunDirectory run) throws IOException, InterruptedException {
        if (!Files.exists(run.environment())) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    "run not complete, finish it with: ./allotment nightly --resume " + run.id() + ", directory="
                            + run.path());
        }
        var body = UploadBody.of(run);
        if (!body.hasResults()) {
            throw new RunProblem(ExitStatus.MISSING, "nothing to publish, no unit finished, directory=" + run.path());
        }
        try {
            var accepted = send(body);
            AtomicFiles.write(run.upload(), accepted.text().getBytes(StandardCharsets.UTF_8));
            Files.deleteIfExists(run.refusal());
            return accepted.answer();
        } catch (Uploader.Refused refusal) {
            AtomicFiles.write(run.refusal(), refusal.answer().getBytes(StandardCharsets.UTF_8));
            throw new RunProblem(
                    ExitStatus.MISSING, refusal.getMessage() + ", kept=" + run.path() + ", answer=" + run.refusal());
        } catch (RunProblem unreachable) {
            throw new RunProblem(
                    unreachable.status(),
                    unreachable.getMessage() + ", kept=" + run.path() + ", publish later with: ./allotment import "
                            + run.path());
        }
    }

    private Uploader.Accepted send(UploadBody body) throws Uploader.Refused, InterruptedException {
        try {
            return uploader.send(body, Map.of());
        } catch (Uploader.Refused refusal) {
            if (!body.holds(HEAP) || !refusal.mayBeAbout(HEAP)) {
                throw refusal;
            }
            out.println("sent once more without the picture of the heaps, " + refusal.getMessage());
            out.flush();
            return uploader.send(body.without(HEAP), Map.of());
        }
    }
}
