package org.allotment.reports.store.change;

import org.allotment.reports.model.MetricKind;

/** A series in one epoch, which is what is searched at a time. */
public record SearchedSeries(long seriesId, long epochId, MetricKind kind, boolean higherIsBetter) {}
