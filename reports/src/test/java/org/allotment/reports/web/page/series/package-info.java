/** Tests of what the page of a series shows on demand. */
@NullMarked
package org.allotment.reports.web.page.series;

import org.jspecify.annotations.NullMarked;
