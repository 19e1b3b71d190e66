/** The pages that ask: what is wrong, what differs, what a commit did, how a machine behaves. */
@NullMarked
package org.allotment.reports.web.inquiry;

import org.jspecify.annotations.NullMarked;
