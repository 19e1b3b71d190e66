/**
 * Allure's report of a run, where one was rendered on this machine. Its pages are not ours: they bring scripts and styles
 * within the page, and are served with a policy of their own, under a path of their own.
 */
@NullMarked
package org.allotment.reports.web.allure;

import org.jspecify.annotations.NullMarked;
