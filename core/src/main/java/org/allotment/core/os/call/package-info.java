/** How functions of libc are found and called; for {@code os} only, and not exported. */
package org.allotment.core.os.call;
