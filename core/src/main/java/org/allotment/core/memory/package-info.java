/** Raw access by address: the only home of memory {@code VarHandle}s, layouts and {@code reinterpret}. */
package org.allotment.core.memory;
