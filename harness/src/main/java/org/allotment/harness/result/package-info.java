/** The documents of a run, its directory, files that appear whole or not at all, and how a run ends. */
@NullMarked
package org.allotment.harness.result;

import org.jspecify.annotations.NullMarked;
