/** Pairs among many free blocks that cannot merge. */
@NullMarked
package org.allotment.harness.workload.fragment;

import org.jspecify.annotations.NullMarked;
