/** Who may do what. A resource method names the scope that it needs; a method that names none is open to nobody.
 *
 * <p>A token is 256 random bits, shown once; the store keeps its SHA-256. Against random bits a slow hash protects from
 * nothing, and a fast one lets every request be checked anew: a revoked token is dead at the next request. A token of a
 * project sees nothing of the others: what belongs to them is absent, not forbidden. */
@NullMarked
package org.allotment.reports.access;

import org.jspecify.annotations.NullMarked;
