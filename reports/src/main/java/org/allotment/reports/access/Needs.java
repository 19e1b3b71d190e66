package org.allotment.reports.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a caller must be allowed to do before this resource method is called. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
    /** The scope. */
    Right value();

    /** False for what happens every few seconds and leaves its own trace: only refusals of it are in the audit log. */
    boolean logged() default true;
}
