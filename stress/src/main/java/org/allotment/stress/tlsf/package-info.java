/** TLSF allocators behind a lock. */
@NullMarked
package org.allotment.stress.tlsf;

import org.jspecify.annotations.NullMarked;
