package org.allotment.stress.grade;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the one method that turns an exit code into the end of the process; the build forbids it anywhere else. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface EndsProcess {}
