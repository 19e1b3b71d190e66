/** Our own engines, each thread with one of its own over memory mapped for it. */
@NullMarked
package org.allotment.harness.subject.allotment;

import org.jspecify.annotations.NullMarked;
