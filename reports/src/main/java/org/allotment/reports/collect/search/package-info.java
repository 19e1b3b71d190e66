/** After a run has landed: the changes of its series are searched for and stored. */
@NullMarked
package org.allotment.reports.collect.search;

import org.jspecify.annotations.NullMarked;
