/** An upload on its way in: limits, parts, hash, parse, verdict, one transaction. */
@NullMarked
package org.allotment.reports.collect;

import org.jspecify.annotations.NullMarked;
