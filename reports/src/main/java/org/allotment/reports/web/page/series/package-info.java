/** Makes what the page of a series shows on demand: the samples of one run, and a second branch beside its own. */
@NullMarked
package org.allotment.reports.web.page.series;

import org.jspecify.annotations.NullMarked;
