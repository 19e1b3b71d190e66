package org.allotment.stress;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a litmus test that is broken on purpose: it is graded inverted, green when a forbidden state was seen.
 *
 * <p>Some breakages cannot show on some hardware (x86 keeps stores in order, for one). Such a test declares the
 * architectures, and is not run there.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MustFail {
    /**
     * Names the architectures that cannot show the failure.
     *
     * @return values of the system property {@code os.arch}
     */
    String[] unseenOn() default {};

    /**
     * Says why they cannot.
     *
     * @return one sentence; empty when {@link #unseenOn} is
     */
    String reason() default "";
}
