package org.allotment.reports.store.write.past;

import org.allotment.reports.model.State;
import org.allotment.reports.stats.ForkSummary;

/** One judged night of a series. */
public record PastNight(ForkSummary summary, State state) {}
