/** Runs that go on, in the words of pages. */
@NullMarked
package org.allotment.reports.web.page.live;

import org.jspecify.annotations.NullMarked;
