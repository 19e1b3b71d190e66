package org.allotment.reports.web.page.allocator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.allotment.reports.model.document.HeapDocument;
import org.allotment.reports.model.document.HeapDocument.Walk;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Region;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Stretch;

/**
 * A heap walk as a picture: a square for each cell, row by row in the order of the addresses. How full a cell is shows in the
 * side of its square and not in its colour; an empty one is a point.
 */
final class HeapPicture {
    private static final int COLUMNS = 64;
    private static final int STEP = 8;
    private static final int SIDES = 7;
    private static final int STRETCHES = 16;

    private HeapPicture() {}

    static List<Region> regions(Walk walk) {
        List<Region> regions = new ArrayList<>();
        for (HeapDocument.Region region : walk.regions()) {
            regions.add(region(walk, region, regions.size() + 1));
        }
        return regions;
    }

    private static Region region(Walk walk, HeapDocument.Region region, int number) {
        StringBuilder squares = new StringBuilder();
        StringBuilder points = new StringBuilder();
        long live = 0;
        for (int i = 0; i < region.live().size(); i++) {
            int bytes = region.live().get(i);
            live += bytes;
            int x = i % COLUMNS * STEP;
            int y = i / COLUMNS * STEP;
            if (bytes == 0) {
                points.append('M')
                        .append(x + STEP / 2)
                        .append(' ')
                        .append(y + STEP / 2)
                        .append("h0");
            } else {
                square(squares, x, y, side(bytes, walk.cellBytes()));
            }
        }
        int rows = (region.live().size() + COLUMNS - 1) / COLUMNS;
        String label = "Region " + number + ": " + size(region.bytes()) + " of addresses in "
                + Counts.of(region.live().size(), "cell") + ", " + Ratios.share((double) live / region.bytes())
                + " live";
        return new Region(Math.max(1, rows) * STEP, squares.toString(), points.toString(), label);
    }

    /** The least there is, however little is live. */
    static int side(int live, int cellBytes) {
        return 1 + (int) ((long) (SIDES - 1) * live / cellBytes);
    }

    private static void square(StringBuilder path, int x, int y, int side) {
        String from = String.format(Locale.ROOT, "M%.1f %.1f", x + (STEP - side) / 2.0, y + (STEP - side) / 2.0);
        path.append(from.replace(".0", ""))
                .append('h')
                .append(side)
                .append('v')
                .append(side)
                .append("h-")
                .append(side)
                .append('z');
    }

    /** Each region in at most sixteen stretches of whole cells. */
    static List<Stretch> stretches(Walk walk) {
        List<Stretch> stretches = new ArrayList<>();
        for (int number = 0; number < walk.regions().size(); number++) {
            HeapDocument.Region region = walk.regions().get(number);
            int cells = region.live().size();
            int each = Math.max(1, (cells + STRETCHES - 1) / STRETCHES);
            for (int from = 0; from < cells; from += each) {
                int to = Math.min(cells, from + each);
                long live = region.live().subList(from, to).stream()
                        .mapToLong(Integer::longValue)
                        .sum();
                long start = (long) from * walk.cellBytes();
                long bytes = Math.min(region.bytes(), (long) to * walk.cellBytes()) - start;
                stretches.add(new Stretch(
                        "region " + (number + 1) + ", from " + size(start),
                        size(bytes),
                        size(live),
                        Ratios.share((double) live / bytes)));
            }
        }
        return stretches;
    }

    static String size(long bytes) {
        return Scale.of((double) bytes, "B").text((double) bytes);
    }
}
