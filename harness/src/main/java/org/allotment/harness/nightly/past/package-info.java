/**
 * What Allure is told of the reports before the one that it renders. Allure keeps no history of its own: a report holds the files from
 * which the next one goes on, and whoever renders the next one must hand them over. Allure adds to them and takes little away:
 * trends and the results of one test are cut by number, but a test that ran once is carried along for ever, and names come
 * and go over years of nights. So what no report showed for long is left out here.
 */
@NullMarked
package org.allotment.harness.nightly.past;

import org.jspecify.annotations.NullMarked;
