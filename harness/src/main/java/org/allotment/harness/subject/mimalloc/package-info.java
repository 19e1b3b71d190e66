/** Microsoft's mimalloc, where its library is installed. */
@NullMarked
package org.allotment.harness.subject.mimalloc;

import org.jspecify.annotations.NullMarked;
