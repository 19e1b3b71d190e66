/** What the templates see of the pages that ask: what is wrong, what differs, what a commit did, how a machine behaves. */
@NullMarked
package org.allotment.reports.web.view.inquiry;

import org.jspecify.annotations.NullMarked;
