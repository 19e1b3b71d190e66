package org.allotment.reports.web.paging;

import java.util.List;
import java.util.function.IntFunction;
import org.allotment.reports.web.text.Counts;

/**
 * Which part of a long table a page shows.
 *
 * @param page from 0
 * @param size rows of a part that is full
 * @param shown rows of this one
 * @param total rows of all
 */
public record Paging(int page, int size, int shown, int total) {

    /** The part of a table at hand that was asked for; behind the last it is the last. */
    public static Paging of(int asked, int size, int total) {
        int page = Math.min(asked, last(size, total));
        return new Paging(page, size, Math.min(size, total - page * size), total);
    }

    private static int last(int size, int total) {
        return Math.max(0, total - 1) / size;
    }

    /** The rows of this part, of all. */
    public <T> List<T> of(List<T> all) {
        return all.subList(page * size, page * size + shown);
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
        if (shown == total) {
            return "";
        }
        long from = (long) page * size;
        return shown == 0 ? "none of " : Counts.exact(from + 1) + "–" + Counts.exact(from + shown) + " of ";
    }

    /** Address of the part before, or empty. */
    public String previous(IntFunction<String> address) {
        return page == 0 ? "" : address.apply(Math.min(page - 1, last(size, total)));
    }

    /** Address of the part behind, or empty. */
    public String next(IntFunction<String> address) {
        return (long) page * size + shown < total && shown > 0 ? address.apply(page + 1) : "";
    }
}
