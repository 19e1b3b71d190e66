package org.allotment.reports.web.paging;

import java.util.List;
import java.util.function.IntFunction;
import org.allotment.reports.web.text.Counts;

/**
 * Which part of a long table a page shows.
 *
 * @param page which part, from 0
 * @param size rows of a part that is full
 * @param total rows of all
 */
public record Paging(int page, int size, int total) {

    /** The part that was asked for; behind the last it is the last. */
    public static Paging of(int asked, int size, int total) {
        return new Paging(Math.min(asked, Math.max(0, total - 1) / size), size, total);
    }

    /** The first row of it, from 0. */
    public int first() {
        return page * size;
    }

    private int end() {
        return Math.min(first() + size, total);
    }

    /** Its rows, of all. */
    public <T> List<T> of(List<T> all) {
        return all.subList(first(), end());
    }

    /** Which rows of how many, such as {@code 1–100 of 1,234}, or how many where these are all. */
    public String range() {
        return share() + Counts.exact(total);
    }

    /** The same of things with a name, in the singular where it is one. */
    public String range(String noun) {
        return share() + Counts.of(total, noun);
    }

    private String share() {
        return total <= size ? "" : Counts.exact(first() + 1L) + "–" + Counts.exact(end()) + " of ";
    }

    /** Address of the part before, or empty. */
    public String previous(IntFunction<String> address) {
        return page == 0 ? "" : address.apply(page - 1);
    }

    /** Address of the part behind, or empty. */
    public String next(IntFunction<String> address) {
        return end() < total ? address.apply(page + 1) : "";
    }
}
