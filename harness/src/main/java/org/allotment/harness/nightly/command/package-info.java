/** The sub-commands, each a thin face over the packages below. */
@NullMarked
package org.allotment.harness.nightly.command;

import org.jspecify.annotations.NullMarked;
