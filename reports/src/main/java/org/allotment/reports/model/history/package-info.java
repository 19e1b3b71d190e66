/** What the history answers: the records that pages and the API are made of. */
@NullMarked
package org.allotment.reports.model.history;

import org.jspecify.annotations.NullMarked;
