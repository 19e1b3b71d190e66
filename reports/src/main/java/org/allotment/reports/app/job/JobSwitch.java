package org.allotment.reports.app.job;

import org.allotment.reports.jobs.Reach;

/** Says whose suspicions become jobs. */
@FunctionalInterface
public interface JobSwitch {
    /** The projects for which they do now. */
    Reach reach();
}
