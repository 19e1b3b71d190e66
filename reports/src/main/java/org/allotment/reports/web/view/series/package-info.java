/** What the page of a series shows on demand: the samples of one run, and a second branch. */
@NullMarked
package org.allotment.reports.web.view.series;

import org.jspecify.annotations.NullMarked;
