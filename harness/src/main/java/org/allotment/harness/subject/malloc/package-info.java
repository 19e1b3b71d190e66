/** The C library's {@code malloc} and {@code free}, called through the foreign function interface. */
@NullMarked
package org.allotment.harness.subject.malloc;

import org.jspecify.annotations.NullMarked;
