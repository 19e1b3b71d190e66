/** Pure arithmetic on sizes, alignments and bit runs; nothing here touches memory. */
package org.allotment.core.bits;
