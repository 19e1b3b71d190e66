/** Two-level segregated fit behind exact-size quick lists. */
package org.allotment.core.tlsf;
