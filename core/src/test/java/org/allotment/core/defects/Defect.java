package org.allotment.core.defects;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks the test that fails on a known fault of the systems this library follows; {@code docs/defects.md} lists them.
 *
 * <p>{@code ./mvnw -pl core test -Dgroups=defects} runs these tests and no others.
 */
@Tag("defects")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Defect {
    /** Number of the fault, A1 to A24 or C1 to C31; the method's name begins with it. */
    String value();
}
