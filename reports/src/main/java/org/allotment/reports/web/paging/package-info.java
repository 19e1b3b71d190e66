/** Long tables, a part at a time. */
@NullMarked
package org.allotment.reports.web.paging;

import org.jspecify.annotations.NullMarked;
