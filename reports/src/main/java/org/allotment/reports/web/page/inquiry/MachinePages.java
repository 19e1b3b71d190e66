package org.allotment.reports.web.page.inquiry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.inquiry.MachineView;
import org.allotment.reports.store.inquiry.MachineView.MachineClass;
import org.allotment.reports.store.inquiry.MachineView.Night;
import org.allotment.reports.web.page.Nights;
import org.allotment.reports.web.page.job.JobRows;
import org.allotment.reports.web.text.Cells;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.inquiry.MachinePage;
import org.allotment.reports.web.view.inquiry.MachinePage.Choice;
import org.allotment.reports.web.view.inquiry.MachinePage.Row;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Moment;
import org.jspecify.annotations.Nullable;

/** The page of a machine class: how it behaves over time, which is not the code's doing. */
public final class MachinePages {
    private static final String HEAD =
            "run,started,commit,canary,unit,steady,in_band,noise,steal_percent,load_before,kernel,"
                    + "microcode,jdk\r\n";
    private static final Badge STEADY = new Badge("good", "✓", "steady");
    private static final Badge MOVED = new Badge("warn", "▲", "moved");
    private static final Badge ELSEWHERE = new Badge("bad", "✕", "out of its band");
    private static final Badge UNKNOWN = new Badge("calm", "○", "no canary");

    private MachinePages() {}

    /** Builds the page; without an open class it is a list. */
    public static MachinePage of(
            Frame frame, List<MachineClass> classes, @Nullable MachineView open, List<Job> jobs, Instant now) {
        List<Night> nights = open == null ? List.of() : open.nights();
        String unit = nights.stream()
                .map(Night::unit)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return new MachinePage(
                frame,
                classes.stream().map(each -> choice(each, open, now)).toList(),
                open == null ? "" : open.machine().name(),
                lead(nights),
                Sparkline.of(nights.stream().map(Night::canary).toList(), unit),
                Sparkline.of(nights.stream().map(night -> night.noise() * 100).toList(), "%"),
                rows(nights, now),
                JobRows.of(jobs, now),
                open == null ? "" : href(open.machine().id()) + ".csv",
                open == null ? "" : "/api/v1" + href(open.machine().id()));
    }

    /** Its nights as CSV. */
    public static String csv(MachineView machine) {
        StringBuilder csv = new StringBuilder(HEAD);
        for (Night night : machine.nights()) {
            csv.append(line(night));
        }
        return csv.toString();
    }

    private static String line(Night night) {
        return Cells.line(
                night.runId(),
                night.started(),
                night.sha(),
                night.canary(),
                night.unit(),
                night.steady(),
                night.inBand(),
                night.noise(),
                night.steal(),
                night.load(),
                night.kernel(),
                night.microcode(),
                night.jdk());
    }

    private static String href(long id) {
        return "/machines/" + id;
    }

    private static Choice choice(MachineClass machine, @Nullable MachineView open, Instant now) {
        Instant last = machine.last();
        String text = Counts.of(machine.runs(), "run")
                + (last == null ? "" : ", the last " + Moment.of(last, now).ago());
        return new Choice(
                href(machine.id()),
                machine.name(),
                text,
                open != null && open.machine().id() == machine.id());
    }

    private static String lead(List<Night> nights) {
        if (nights.isEmpty()) {
            return "No night ran on it yet.";
        }
        long told = nights.stream()
                .filter(night -> night.inBand() != null || night.steady() != null)
                .count();
        long away = nights.stream()
                .filter(night -> Boolean.FALSE.equals(night.inBand()))
                .count();
        long moved = nights.stream()
                .filter(night -> Boolean.FALSE.equals(night.steady()))
                .count();
        if (told == 0) {
            return "No canary tells how it behaved on the last " + Counts.of(nights.size(), "night") + ".";
        }
        return "Of the last " + Counts.of(nights.size(), "night") + " its canary was out of its band on " + away
                + " and moved within the night on " + moved + ".";
    }

    private static List<Row> rows(List<Night> nights, Instant now) {
        List<Row> rows = new ArrayList<>();
        Night before = null;
        for (Night night : nights) {
            rows.addFirst(row(night, before, now));
            before = night;
        }
        return rows;
    }

    private static Row row(Night night, @Nullable Night before, Instant now) {
        String unit = night.unit();
        Double steal = night.steal();
        return new Row(
                badge(night),
                Nights.href(night.runId()),
                Moment.of(night.started(), now),
                Double.isNaN(night.canary())
                        ? ""
                        : Scale.of(night.canary(), unit == null ? "" : unit).text(night.canary()),
                Double.isNaN(night.noise()) ? "" : "± " + Ratios.share(night.noise()),
                steal == null ? "" : Scale.digits(steal) + "\u00a0%",
                night.load().replace(" ", " · "),
                before == null ? "" : change(before, night));
    }

    private static Badge badge(Night night) {
        if (Boolean.FALSE.equals(night.inBand())) {
            return ELSEWHERE;
        }
        if (night.steady() == null) {
            return Double.isNaN(night.canary()) ? UNKNOWN : Badge.plain("not judged");
        }
        return night.steady() ? STEADY : MOVED;
    }

    private static String change(Night before, Night night) {
        List<String> parts = new ArrayList<>();
        add(parts, "kernel", before.kernel(), night.kernel());
        add(parts, "microcode", before.microcode(), night.microcode());
        add(parts, "JDK", before.jdk(), night.jdk());
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, String was, String is) {
        if (!was.equals(is)) {
            parts.add(name + " " + (was.isEmpty() ? "unknown" : was) + " → " + (is.isEmpty() ? "unknown" : is));
        }
    }
}
