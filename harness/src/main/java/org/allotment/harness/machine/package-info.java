/** What a run ran on and how quiet it was: processor, memory, kernel, JVM, load and stolen time. */
@NullMarked
package org.allotment.harness.machine;

import org.jspecify.annotations.NullMarked;
