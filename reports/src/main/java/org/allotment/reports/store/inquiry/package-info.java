/** What the pages of a commit and of a machine class ask of the store. */
@NullMarked
package org.allotment.reports.store.inquiry;

import org.jspecify.annotations.NullMarked;
