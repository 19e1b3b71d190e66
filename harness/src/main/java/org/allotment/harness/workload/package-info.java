/** The measured loops: pair, batch and churn, each once over addresses and once over objects. */
@NullMarked
package org.allotment.harness.workload;

import org.jspecify.annotations.NullMarked;
