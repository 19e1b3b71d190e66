/** The JMH benchmarks, and the plan that lists what can be run. */
@NullMarked
package org.allotment.harness.bench;

import org.jspecify.annotations.NullMarked;
