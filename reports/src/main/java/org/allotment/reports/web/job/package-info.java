/** The pages of jobs. */
@NullMarked
package org.allotment.reports.web.job;

import org.jspecify.annotations.NullMarked;
