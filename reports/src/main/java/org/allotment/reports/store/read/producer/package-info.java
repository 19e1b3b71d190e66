/** What the producer of a run called it. */
@NullMarked
package org.allotment.reports.store.read.producer;

import org.jspecify.annotations.NullMarked;
