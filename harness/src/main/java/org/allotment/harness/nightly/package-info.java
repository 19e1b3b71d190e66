/** The command line of the harness: one entry point, one sub-command per job. */
@NullMarked
package org.allotment.harness.nightly;

import org.jspecify.annotations.NullMarked;
