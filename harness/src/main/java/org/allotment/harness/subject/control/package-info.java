/** What is measured beside the allocators, to know what of a figure is the workload's own. */
@NullMarked
package org.allotment.harness.subject.control;

import org.jspecify.annotations.NullMarked;
