/** The JMH benchmarks. */
@NullMarked
package org.allotment.harness.bench;

import org.jspecify.annotations.NullMarked;
