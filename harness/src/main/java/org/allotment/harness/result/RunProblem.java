package org.allotment.harness.result;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;

/** A condition that ends a command with one clear line and an exit status, and without a stack trace. */
public final class RunProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final List<String> DISK_FULL = List.of("No space left on device", "Disk quota exceeded");

    private final ExitStatus status;

    /** A problem without a cause worth showing. */
    public RunProblem(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** A problem with its cause, whose message is part of the line. */
    public RunProblem(ExitStatus status, String message, Throwable cause) {
        super(message + ", cause=" + firstLine(cause), cause);
        this.status = status;
    }

    /**
     * A problem of files: a full disk is called so, because it asks for another remedy than all else.
     *
     * @param what what happened where the disk is not full
     * @param next what the user can do, or where it happened
     */
    public static RunProblem ofFiles(String what, String next, IOException cause) {
        return new RunProblem(ExitStatus.MISSING, (isDiskFull(cause) ? "disk full" : what) + ", " + next, cause);
    }

    /** Whether an I/O failure means that the disk is full. */
    public static boolean isDiskFull(IOException failure) {
        var message = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return message != null && saysDiskFull(message);
    }

    /** Whether a text, as the last lines of a child, names a full disk. */
    public static boolean saysDiskFull(String text) {
        return DISK_FULL.stream().anyMatch(text::contains);
    }

    private static String firstLine(Throwable cause) {
        return cause.toString().lines().findFirst().orElse("unknown");
    }

    /** How the command ends. */
    public ExitStatus status() {
        return status;
    }
}
