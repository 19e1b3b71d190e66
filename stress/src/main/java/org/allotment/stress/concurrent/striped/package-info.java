/** Stripes that threads claim at once. */
@NullMarked
package org.allotment.stress.concurrent.striped;

import org.jspecify.annotations.NullMarked;
