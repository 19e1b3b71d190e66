package org.allotment.reports.web.page.allocator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.allotment.reports.collect.heap.HeapWalks.Figures;
import org.allotment.reports.collect.heap.HeapWalks.Recorded;
import org.allotment.reports.model.document.HeapDocument.Bytes;
import org.allotment.reports.model.document.HeapDocument.Region;
import org.allotment.reports.model.document.HeapDocument.Walk;
import org.allotment.reports.store.read.heap.HeapRuns.HeapRun;
import org.allotment.reports.web.page.Nights;
import org.allotment.reports.web.text.Cells;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.allocator.AllocatorsPage;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Course;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Run;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Share;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Size;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.allotment.reports.web.view.part.Moment;
import org.allotment.reports.web.view.part.Revision;
import org.jspecify.annotations.Nullable;

/** The page of allocators. */
public final class AllocatorPages {
    private static final String HEAD =
            "subject,workload,source,live,metadata,free,quarantined,lost,java_heap,live_blocks,"
                    + "free_blocks,largest_free,region,cell,cell_bytes,cell_live\r\n";
    private static final double BAR = 600;

    private AllocatorPages() {}

    /**
     * Builds the page.
     *
     * @param runs that recorded a walk, the newest first
     * @param open null when there is none
     * @param past of the newest runs, oldest first
     */
    public static AllocatorsPage of(
            Frame frame, List<HeapRun> runs, @Nullable Recorded open, List<List<Figures>> past, Instant now) {
        List<Choice> choices = runs.stream()
                .map(run -> new Choice(
                        run.id(),
                        name(run),
                        open != null && run.id().equals(open.run().id())))
                .toList();
        if (open == null) {
            return new AllocatorsPage(frame, choices, null, List.of(), List.of(), "", "");
        }
        String id = open.run().id();
        return new AllocatorsPage(
                frame,
                choices,
                run(frame, open.run(), now),
                walks(open),
                courses(past),
                Links.to("/allocators.csv").with("run", id).toString(),
                "/api/v1/runs/" + Links.segment(id) + "/heap");
    }

    private static String name(HeapRun run) {
        String sha = text(run.sha());
        return Moments.minute(run.started()) + (sha.isEmpty() ? "" : " · " + brief(sha));
    }

    private static Run run(Frame frame, HeapRun run, Instant now) {
        return new Run(
                Nights.href(run.id()),
                frame.scope().link("/allocators").with("run", run.id()).toString(),
                Moment.of(run.started(), now),
                new Revision(text(run.sha()), text(run.subject()), "", run.branch(), false));
    }

    private static List<AllocatorsPage.Walk> walks(Recorded open) {
        List<AllocatorsPage.Walk> walks = new ArrayList<>();
        for (Walk walk : open.heap().walks()) {
            walks.add(new AllocatorsPage.Walk(
                    "walk-" + (walks.size() + 1),
                    walk.subject(),
                    walk.workload(),
                    lead(walk),
                    shares(walk.bytes()),
                    HeapPicture.regions(walk),
                    HeapPicture.size(walk.cellBytes()),
                    HeapPicture.stretches(walk),
                    walk.freeSizes().stream()
                            .map(size -> new Size(
                                    HeapPicture.size(size.bytes()),
                                    Counts.exact(size.count()),
                                    HeapPicture.size(size.bytes() * size.count())))
                            .toList()));
        }
        return walks;
    }

    private static String lead(Walk walk) {
        Long free = walk.freeBlocks();
        Long largest = walk.largestFree();
        double lost = split(Figures.of(walk));
        String split = Double.isNaN(lost) ? "" : ", so " + Ratios.share(lost) + " of what is free is split off";
        return Counts.of(walk.liveBlocks(), "live block")
                + (free == null ? "" : " and " + Counts.of(free, "free block")) + "; "
                + Ratios.share(used(Figures.of(walk))) + " of the source is live"
                + (largest == null
                        ? ""
                        : ". The largest request that is sure to be served is " + HeapPicture.size(largest) + split)
                + ".";
    }

    private static double used(Figures walk) {
        return walk.bytes().source() == 0
                ? Double.NaN
                : (double) walk.bytes().live() / walk.bytes().source();
    }

    /** External fragmentation: what of the free bytes the largest request cannot have. */
    private static double split(Figures walk) {
        Long largest = walk.largestFree();
        long free = walk.bytes().free();
        return largest == null || free == 0 ? Double.NaN : Math.max(0, 1 - (double) largest / free);
    }

    private static List<Share> shares(Bytes bytes) {
        String[] names = {"live", "in-band metadata", "free", "quarantined", "lost"};
        long[] sizes = {bytes.live(), bytes.metadata(), bytes.free(), bytes.quarantined(), bytes.lost()};
        List<Share> shares = new ArrayList<>();
        double x = 0;
        for (int i = 0; i < names.length; i++) {
            double share = bytes.source() == 0 ? 0 : (double) sizes[i] / bytes.source();
            shares.add(new Share(
                    names[i],
                    HeapPicture.size(sizes[i]),
                    Ratios.share(share),
                    number(x),
                    number(share * BAR),
                    "part" + i));
            x += share * BAR;
        }
        shares.add(new Share("on the Java heap, besides", HeapPicture.size(bytes.javaHeap()), "", "0", "0", ""));
        return shares;
    }

    private static List<Course> courses(List<List<Figures>> past) {
        Set<String> subjects = new LinkedHashSet<>();
        past.reversed().forEach(each -> each.forEach(walk -> subjects.add(walk.subject())));
        List<Course> courses = new ArrayList<>();
        for (String subject : subjects) {
            List<@Nullable Double> used = new ArrayList<>();
            List<@Nullable Double> split = new ArrayList<>();
            for (List<Figures> each : past) {
                Figures walk = each.stream()
                        .filter(found -> found.subject().equals(subject))
                        .findFirst()
                        .orElse(null);
                used.add(walk == null ? null : (Double) (used(walk) * 100));
                split.add(walk == null ? null : (Double) (split(walk) * 100));
            }
            courses.add(
                    new Course(subject, last(used), Sparkline.of(used, "%"), last(split), Sparkline.of(split, "%")));
        }
        return courses;
    }

    private static String last(List<@Nullable Double> course) {
        Double last = course.getLast();
        return last == null || last.isNaN() ? "" : Ratios.share(last / 100);
    }

    /** One line for each cell, with the figures of its walk. */
    public static String csv(Recorded recorded) {
        StringBuilder csv = new StringBuilder(HEAD);
        for (Walk walk : recorded.heap().walks()) {
            Bytes bytes = walk.bytes();
            for (int number = 0; number < walk.regions().size(); number++) {
                Region region = walk.regions().get(number);
                for (int cell = 0; cell < region.live().size(); cell++) {
                    csv.append(Cells.line(
                            walk.subject(),
                            walk.workload(),
                            bytes.source(),
                            bytes.live(),
                            bytes.metadata(),
                            bytes.free(),
                            bytes.quarantined(),
                            bytes.lost(),
                            bytes.javaHeap(),
                            walk.liveBlocks(),
                            walk.freeBlocks(),
                            walk.largestFree(),
                            number + 1,
                            cell + 1,
                            walk.cellBytes(),
                            region.live().get(cell)));
                }
            }
        }
        return csv.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String brief(String sha) {
        return sha.substring(0, Math.min(10, sha.length()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
