/** Seeded, printable sequences of sizes and orders, and the checksum over what was written and read back. */
@NullMarked
package org.allotment.harness.workload.script;

import org.jspecify.annotations.NullMarked;
