package org.allotment.reports.web.view.part;

import java.time.Instant;
import org.allotment.reports.web.text.Moments;

/**
 * A point in time, in the forms that pages use.
 *
 * @param iso for machines
 * @param full for headlines
 * @param minute for tables
 * @param ago how long before the page was made
 */
public record Moment(String iso, String full, String minute, String ago) {

    /** Returns the forms of a moment seen from another. */
    public static Moment of(Instant at, Instant now) {
        return new Moment(at.toString(), Moments.full(at), Moments.minute(at), Moments.ago(at, now));
    }
}
