package org.allotment.reports.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the one method that may end the process: the entry point, with the exit code of the command line. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface EndsProcess {}
