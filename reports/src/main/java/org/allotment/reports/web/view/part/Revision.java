package org.allotment.reports.web.view.part;

/**
 * The commit that a run measured.
 *
 * @param sha in full
 * @param subject first line of its message, or empty
 * @param author who wrote it, or empty
 * @param branch where it was measured
 * @param dirty whether the checkout had changes of its own
 */
public record Revision(String sha, String subject, String author, String branch, boolean dirty) {

    /** Returns the first characters, enough to recognise it. */
    public String brief() {
        return sha.length() <= 10 ? sha : sha.substring(0, 10);
    }

    /** Returns whether the run named a commit at all. */
    public boolean known() {
        return !sha.isEmpty();
    }
}
