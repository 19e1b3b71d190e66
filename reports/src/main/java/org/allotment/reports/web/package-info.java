/** The pages: what a browser asks for, answered as HTML made on the server. Scripts only add to what is already there. */
@NullMarked
package org.allotment.reports.web;

import org.jspecify.annotations.NullMarked;
