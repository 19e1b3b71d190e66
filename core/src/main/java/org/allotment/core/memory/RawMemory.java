package org.allotment.core.memory;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the one small method that steps outside bounds checks; the build forbids such steps anywhere else. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.FIELD, ElementType.TYPE})
public @interface RawMemory {
    /**
     * Says why the access stays in bounds.
     *
     * @return one sentence
     */
    String value();
}
