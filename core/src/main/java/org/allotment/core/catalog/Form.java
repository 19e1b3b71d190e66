package org.allotment.core.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.allotment.core.AllocationException;

/** The forms in which an engine may come: one algorithm, with more or less around it. */
public enum Form {
    /** Catches bad frees at the call, and calls of threads that are not the owner. The one without a suffix. */
    CHECKED(""),
    /** Catches foreign frees only. */
    TRUSTING("-trusting"),
    /** Checked, and without the lists that keep freed blocks for their reuse: the algorithm as it stands in its paper. */
    BARE("-bare");

    private final String suffix;

    Form(String suffix) {
        this.suffix = suffix;
    }

    /**
     * Returns what follows the name of an engine in this form.
     *
     * @return empty text, or a dash and a word
     */
    public String suffix() {
        return suffix;
    }

    /**
     * Returns the form as people write it.
     *
     * @return a word in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a form.
     *
     * @param word as {@link #word()} gives it
     * @return the form
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if there is none of this name; it lists those there
     *     are
     */
    public static Form of(String word) {
        for (Form form : values()) {
            if (form.word().equals(word)) {
                return form;
            }
        }
        throw AllocationException.invalidParameter("no such form, form=" + word + ", known="
                + Arrays.stream(values()).map(Form::word).collect(Collectors.joining(",")));
    }
}
