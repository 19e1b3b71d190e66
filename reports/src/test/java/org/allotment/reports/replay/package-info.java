/**
 * A history to look at before there is one: the files of one real night (see the README beside them), replayed once for each commit of a real
 * history. What varies from night to night is resampled from what varied between the forks and iterations of the real night: each of a night's forks
 * is one of the real forks of its benchmark, each of its iterations one of that fork's, drawn with replacement by a seeded generator. No figure is
 * invented, so the noise is that of a real machine; what is planted on top is a {@link org.allotment.reports.replay.Fault} and stands in the run's note.
 */
@NullMarked
package org.allotment.reports.replay;

import org.jspecify.annotations.NullMarked;
