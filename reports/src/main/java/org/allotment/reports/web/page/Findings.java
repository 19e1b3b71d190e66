package org.allotment.reports.web.page;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.allotment.reports.web.view.part.Label;

/** What a run brought to light, with a way to each. */
final class Findings {

    private Findings() {}

    /**
     * Maps findings in their order.
     *
     * @param rows where the parameters of a series are found
     * @param absent address of the units that gave nothing
     */
    static List<org.allotment.reports.web.view.part.Finding> of(
            List<Finding> findings, List<SeriesRow> rows, Scope scope, String absent) {
        Map<Long, SeriesRow> series = rows.stream()
                .collect(Collectors.toMap(row -> row.series().id(), Function.identity(), (first, _) -> first));
        return findings.stream()
                .map(finding -> {
                    SeriesRow row = series.get(finding.seriesId());
                    return new org.allotment.reports.web.view.part.Finding(
                            Badges.of(finding.state()),
                            href(finding, scope, absent),
                            row == null ? plain(finding) : Figures.label(row.series()),
                            Ratios.phrase(finding.ratio(), finding.kind() == Finding.Kind.TIME),
                            finding.text());
                })
                .toList();
    }

    private static Label plain(Finding finding) {
        String metric = finding.metric();
        int threads = finding.kind() == Finding.Kind.LITMUS ? 0 : finding.threads();
        return Label.of(finding.name(), Map.of(), threads, metric == null ? "" : metric);
    }

    private static String href(Finding finding, Scope scope, String absent) {
        if (finding.seriesId() > 0) {
            return Figures.href(finding.seriesId());
        }
        return finding.kind() == Finding.Kind.LITMUS ? StressPages.href(finding.name(), scope) : absent;
    }
}
