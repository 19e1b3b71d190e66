package org.allotment.reports.web.view.part;

/**
 * One thing that a run brought to light.
 *
 * @param badge how bad
 * @param href where to look closer
 * @param label who it is
 * @param change how far it moved, or empty
 * @param text why, in one sentence
 */
public record Finding(Badge badge, String href, Label label, String change, String text) {}
