/** Where results go: the dashboard, its verdict, and Allure results. */
@NullMarked
package org.allotment.harness.nightly.publish;

import org.jspecify.annotations.NullMarked;
