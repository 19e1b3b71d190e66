package org.allotment.reports.detect.change;

/**
 * A change that an earlier search found.
 *
 * @param id     of the store
 * @param index  of its first run behind, among the runs of the course
 * @param worse  its direction
 * @param standing confirmed and not taken back: it borders what is searched
 * @param frozen somebody has judged it, so that no search may take it back
 * @param retracted a search took it back; should it be found again, it is the same change
 */
public record Known(long id, int index, boolean worse, boolean standing, boolean frozen, boolean retracted) {}
