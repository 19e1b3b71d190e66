/** Memory sources that threads share. */
@NullMarked
package org.allotment.stress.source;

import org.jspecify.annotations.NullMarked;
