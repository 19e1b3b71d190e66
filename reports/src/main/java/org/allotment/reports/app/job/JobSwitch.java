package org.allotment.reports.app.job;

/** Says whether suspicions become jobs. */
@FunctionalInterface
public interface JobSwitch {
    /** True when they do now. */
    boolean isOn();
}
