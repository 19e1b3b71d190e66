/** The pages of jobs: what is measured again, and what came of it. */
@NullMarked
package org.allotment.reports.web.view.job;

import org.jspecify.annotations.NullMarked;
