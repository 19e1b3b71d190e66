/** One child process per unit of work, watched, bounded and written to a journal that survives a kill. */
@NullMarked
package org.allotment.harness.nightly.runner;

import org.jspecify.annotations.NullMarked;
