/**
 * How the pages say things: quantities with their units, ratios with their direction, moments, names, links and sparklines. Pure functions from
 * values to text; none of them makes markup, so that escaping stays with the templates.
 */
@NullMarked
package org.allotment.reports.web.text;

import org.jspecify.annotations.NullMarked;
