/** What every allocator under measurement looks like to a workload, whoever wrote it. */
@NullMarked
package org.allotment.harness.subject;

import org.jspecify.annotations.NullMarked;
