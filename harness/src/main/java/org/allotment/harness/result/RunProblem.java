package org.allotment.harness.result;

/** A condition that ends a command with one clear line and an exit status, and without a stack trace. */
public final class RunProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

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

    private static String firstLine(Throwable cause) {
        return cause.toString().lines().findFirst().orElse("unknown");
    }

    /** How the command ends. */
    public ExitStatus status() {
        return status;
    }
}
