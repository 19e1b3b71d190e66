/** Makes the pages of jobs, and their rows on the pages of incidents, commits and machines. */
@NullMarked
package org.allotment.reports.web.page.job;

import org.jspecify.annotations.NullMarked;
