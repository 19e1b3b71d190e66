/** Tests of the pages that lie one step behind the others: samples of a run, branches, jobs, allocators. */
@NullMarked
package org.allotment.reports.web.detail;

import org.jspecify.annotations.NullMarked;
