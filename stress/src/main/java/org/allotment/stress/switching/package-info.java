/** Contexts that go from thread to thread, and frees of what others use. */
@NullMarked
package org.allotment.stress.switching;

import org.jspecify.annotations.NullMarked;
