package org.allotment.harness.nightly.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.result.UploadAnswer;

/** Sends a run and keeps the answer beside it; a refusal is kept with its reason too, and nothing is ever lost. */
public final class Publication {

    private final Uploader uploader;

    /** A publication through this uploader. */
    public Publication(Uploader uploader) {
        this.uploader = uploader;
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
            var accepted = uploader.send(body, Map.of());
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
}
