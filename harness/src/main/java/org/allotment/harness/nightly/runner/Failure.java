package org.allotment.harness.nightly.runner;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.allotment.harness.result.RunProblem;
import org.jspecify.annotations.Nullable;

/** Says in one line, its kind first, why a child brought no result. */
final class Failure {

    static final String TIMEOUT = "timeout";
    static final String NO_SPACE = "noSpace";
    static final String BAD_RESULT = "badResult";
    static final String EMPTY_RESULT = "emptyResult";

    private static final int SIGNALLED = 128;
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "HUP", 2, "INT", 4, "ILL", 6, "ABRT", 7, "BUS", 8, "FPE", 9, "KILL", 11, "SEGV", 13, "PIPE", 15, "TERM");
    private static final int KILL = 9;
    private static final Pattern FORK_CODE = Pattern.compile("(?i)fork(?:ed VM)? failed with exit code (\\d+)");
    private static final int LINE_LIMIT = 200;

    private Failure() {}

    static String timeout(long seconds) {
        return TIMEOUT + ": the child and all it started were killed, seconds=" + seconds;
    }

    static String badResult(IOException cause) {
        return BAD_RESULT + ": " + firstLine(cause.getMessage());
    }

    static String emptyResult() {
        return EMPTY_RESULT + ": the child ended well and wrote nothing, code=0";
    }

    static String notStarted(IOException cause) {
        return "notStarted: " + firstLine(cause.getMessage());
    }

    /** Many programs write through streams that swallow failures: what they left is blamed on the disk that is full now. */
    static String noSpace(long freeBytes, String reason) {
        return NO_SPACE + ": freeBytes=" + freeBytes + ", seen as " + reason;
    }

    /** Why a child with this exit code and these last lines failed. */
    static String exit(int code, String tail, boolean kernelRanOutOfMemory) {
        if (RunProblem.saysDiskFull(tail)) {
            return NO_SPACE + ": the child found the disk full, code=" + code;
        }
        var inner = FORK_CODE.matcher(tail);
        var actual = inner.find() ? Integer.parseInt(inner.group(1)) : code;
        var signal = SIGNALS.get(actual - SIGNALLED);
        if (actual - SIGNALLED == KILL && kernelRanOutOfMemory) {
            return "outOfMemory: the kernel killed the child, code=" + actual;
        }
        if (signal != null) {
            return "signal: SIG" + signal + ", code=" + actual;
        }
        return "exit: code=" + actual + ", last=" + lastLine(tail);
    }

    private static String lastLine(String text) {
        var lines = text.strip()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? "nothing printed" : shortened(lines.getLast());
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "unknown" : shortened(text.lines().findFirst().orElse(""));
    }

    private static String shortened(String line) {
        return line.length() <= LINE_LIMIT ? line : line.substring(0, LINE_LIMIT) + "…";
    }
}
