/**
 * Incidents: how signs become one, and what people make of it.
 *
 * <p>A sign is a red verdict on a series or a litmus test, from the run that first shows it until a run of the same branch and
 * environment finds it well; or a confirmed change of level, until a later search takes it back or a later change undoes it. Each sign has a
 * stretch of commits that holds its cause: of a verdict, those behind the night before; of a change, those of its location interval.
 *
 * <p><b>Rule.</b> Signs of one project, branch, environment class and direction are one incident when one commit may explain all of them: a sign
 * joins the oldest incident whose stretch meets its own, and the stretch of the incident becomes what both share. An incident that somebody called expected
 * or invalid is joined only by series and tests that were already part of it: what was judged once is not raised again, and what nobody judged is.
 */
@NullMarked
package org.allotment.reports.triage;

import org.jspecify.annotations.NullMarked;
