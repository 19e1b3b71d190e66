package org.allotment.reports.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.allotment.reports.web.view.OverviewPage;
import org.allotment.reports.web.view.RunPage;
import org.allotment.reports.web.view.RunsPage;
import org.allotment.reports.web.view.SeriesPage;
import org.allotment.reports.web.view.StressPage;
import org.allotment.reports.web.view.StressTestPage;
import org.allotment.reports.web.view.part.Frame;

/** The templates and what each of them takes, checked when the application is built. */
@CheckedTemplate(basePath = "")
final class Templates {

    private Templates() {}

    static native TemplateInstance overview(OverviewPage page);

    static native TemplateInstance series(SeriesPage page);

    static native TemplateInstance runs(RunsPage page);

    static native TemplateInstance run(RunPage page);

    static native TemplateInstance stress(StressPage page);

    static native TemplateInstance stressTest(StressTestPage page);

    static native TemplateInstance problem(Frame frame, String heading, String text);
}
