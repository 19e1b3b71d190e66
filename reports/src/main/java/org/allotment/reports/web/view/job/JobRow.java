package org.allotment.reports.web.view.job;

import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Label;
import org.allotment.reports.web.view.part.Moment;

/**
 * One job in a list.
 *
 * @param href its page
 * @param id its number
 * @param badge where it stands, or what it came to
 * @param kind whether it confirms or searches
 * @param label what is measured
 * @param asked between which commits, and what would matter
 * @param result how much and its interval, or empty
 * @param worker who works on it or did, and until when, or empty
 * @param attempts how often it was taken
 * @param created when it was asked
 */
public record JobRow(
        String href,
        long id,
        Badge badge,
        String kind,
        Label label,
        String asked,
        String result,
        String worker,
        int attempts,
        Moment created) {}
