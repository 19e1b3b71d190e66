/** Child processes that leave nothing behind: own group, bounded output, a mark by which strays are found. */
@NullMarked
package org.allotment.harness.nightly.child;

import org.jspecify.annotations.NullMarked;
