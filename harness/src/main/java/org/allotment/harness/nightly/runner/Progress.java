package org.allotment.harness.nightly.runner;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.allotment.harness.nightly.plan.Job;
import org.allotment.harness.nightly.plan.Unit;

/**
 * Says how far a run is: one bar that moves in a terminal, plain lines elsewhere. The remaining time is the sum of the
 * estimates, scaled by how long the finished ones really took.
 */
public final class Progress {

    private static final int BAR = 24;
    private static final int LABEL = 60;
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintWriter out;
    private final boolean terminal;
    private final Standing.Listener listener;
    private int before;
    private int total;
    private int done;
    private int failed;
    private long remainingMillis;
    private long estimatedMillis;
    private long spentMillis;

    /** Writes to {@code out}; {@code terminal} says whether a line may be drawn over. */
    public Progress(PrintWriter out, boolean terminal, Standing.Listener listener) {
        this.out = out;
        this.terminal = terminal;
        this.listener = listener;
    }

    /** One line that stays. */
    private void say(String line) {
        out.println(terminal ? CLEAR_LINE + line : line);
        out.flush();
    }

    /**
     * The run begins, or goes on.
     *
     * @param finished units that an earlier start of it brought
     */
    void begin(List<Job> jobs, int finished) {
        before = finished;
        total = jobs.stream().mapToInt(job -> job.units().size()).sum();
        remainingMillis = jobs.stream().mapToLong(Job::estimateMillis).sum();
        say("to do: " + total + " units of work, about " + time(remainingMillis));
    }

    void started(Job job) throws InterruptedException {
        if (terminal) {
            out.print(CLEAR_LINE + bar() + " " + position() + ", " + remaining() + " left  " + label(job));
            out.flush();
        }
        listener.at(standing(name(job), Math.round(job.estimateMillis() * pace())));
    }

    private Standing standing(String unit, long unitMillis) {
        return new Standing(before + done, before + total, failed, unit, unitMillis, remainingMillis());
    }

    void ended(Unit unit, String problem, long millis) {
        done++;
        remainingMillis -= unit.estimateMillis();
        estimatedMillis += unit.estimateMillis();
        spentMillis += millis;
        if (!problem.isEmpty()) {
            failed++;
            say("failed " + name(unit) + ": " + problem);
        } else if (!terminal) {
            say(position() + " " + name(unit) + ", " + time(millis) + ", " + remaining() + " left");
        }
    }

    /** All has ended. */
    void complete() throws InterruptedException {
        listener.at(standing("", 0));
    }

    void end() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
        if (done < total) {
            listener.stopped();
        }
    }

    private String bar() {
        var filled = total == 0 ? BAR : BAR * done / total;
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private String position() {
        return done + "/" + total;
    }

    private String remaining() {
        return time(remainingMillis());
    }

    private long remainingMillis() {
        return Math.round(Math.max(0, remainingMillis) * pace());
    }

    private double pace() {
        return estimatedMillis == 0 ? 1.0 : (double) spentMillis / estimatedMillis;
    }

    private static String name(Unit unit) {
        return unit.shortLabel() + (unit.isLitmus() ? "" : ", threads=" + unit.threads() + ", fork=" + unit.fork());
    }

    private static String name(Job job) {
        var first = job.units().getFirst().shortLabel();
        return job.units().size() == 1 ? first : job.units().size() + " litmus tests from " + first;
    }

    private static String label(Job job) {
        var text = name(job);
        return text.length() <= LABEL ? text : text.substring(0, LABEL - 1) + "…";
    }

    /** A duration for people: {@code 950 ms}, {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
    private static String time(long millis) {
        var duration = Duration.ofMillis(millis);
        if (millis < 1000) {
            return millis + " ms";
        }
        if (duration.toMinutes() == 0) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() == 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
