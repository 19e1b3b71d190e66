/** Suites and children of shell scripts in the place of the real ones, so that a night takes milliseconds. */
@NullMarked
package org.allotment.harness.nightly.fake;

import org.jspecify.annotations.NullMarked;
