/** What the JDK itself offers: an {@code Arena} per block, and slices of one region. */
@NullMarked
package org.allotment.harness.subject.arena;

import org.jspecify.annotations.NullMarked;
