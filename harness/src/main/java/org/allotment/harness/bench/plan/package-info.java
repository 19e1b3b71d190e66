/** What can be measured: every benchmark with its parameters and threads, and the reason where it cannot run here. */
@NullMarked
package org.allotment.harness.bench.plan;

import org.jspecify.annotations.NullMarked;
