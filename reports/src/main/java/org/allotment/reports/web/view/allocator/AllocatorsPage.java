package org.allotment.reports.web.view.allocator;

import java.util.List;
import org.allotment.reports.web.text.Sparkline;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.allotment.reports.web.view.part.Moment;
import org.allotment.reports.web.view.part.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What allocators looked like inside when a run came to rest.
 *
 * @param frame around it
 * @param runs that recorded a walk, the newest first
 * @param run the open one; null when there is none
 * @param walks of it
 * @param courses of all subjects over the newest runs
 * @param csv the walks as CSV
 * @param json the document as it was uploaded
 */
public record AllocatorsPage(
        Frame frame,
        List<Choice> runs,
        @Nullable Run run,
        List<Walk> walks,
        List<Course> courses,
        String csv,
        String json) {

    /**
     * The open run.
     *
     * @param href its page
     * @param permalink this page with this run
     */
    public record Run(String href, String permalink, Moment started, Revision revision) {}

    /**
     * One allocator.
     *
     * @param anchor its number on the page
     * @param subject its name
     * @param workload what led there
     * @param lead what the picture says, in one sentence
     * @param shares where the bytes are
     * @param regions the picture, region by region
     * @param cell what a cell covers
     * @param stretches the picture as a table: live bytes of stretches of addresses
     * @param sizes free blocks by size
     */
    public record Walk(
            String anchor,
            String subject,
            String workload,
            String lead,
            List<Share> shares,
            List<Region> regions,
            String cell,
            List<Stretch> stretches,
            List<Size> sizes) {}

    /**
     * One kind of bytes.
     *
     * @param name of the kind
     * @param bytes of it
     * @param share of the source, or empty where it is not part of it
     * @param x where it begins on a bar of 600
     * @param width how long it is
     * @param style class of its pattern
     */
    public record Share(String name, String bytes, String share, String x, String width, String style) {}

    /**
     * One region as a picture: a square for each cell, the larger the fuller.
     *
     * @param height of the picture, in the units of its width of 512
     * @param squares of all cells that are not empty, in SVG path commands
     * @param points of the empty ones
     * @param label the same in words
     */
    public record Region(int height, String squares, String points, String label) {}

    /**
     * A stretch of addresses.
     *
     * @param name where it lies
     * @param bytes how long it is
     * @param live what of it is live
     * @param share the same as a share
     */
    public record Stretch(String name, String bytes, String live, String share) {}

    /** So many free blocks of one size, and what they come to. */
    public record Size(String bytes, String count, String sum) {}

    /**
     * One subject over the nights.
     *
     * @param subject its name
     * @param used share of the source that is live, now
     * @param usedCourse the same over the runs
     * @param split share of the free bytes that the largest request cannot have, now, or empty
     * @param splitCourse the same over the runs
     */
    public record Course(String subject, String used, Sparkline usedCourse, String split, Sparkline splitCourse) {}
}
