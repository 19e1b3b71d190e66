/** Netty's pooled and adaptive buffer allocators. */
@NullMarked
package org.allotment.harness.subject.netty;

import org.jspecify.annotations.NullMarked;
