package org.allotment.reports.web.inquiry;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.allotment.reports.web.view.inquiry.CommitPage;
import org.allotment.reports.web.view.inquiry.ComparePage;
import org.allotment.reports.web.view.inquiry.IncidentPage;
import org.allotment.reports.web.view.inquiry.IncidentsPage;
import org.allotment.reports.web.view.inquiry.MachinePage;

/** The templates and what each of them takes, checked when the application is built. */
@CheckedTemplate(basePath = "")
final class Templates {

    private Templates() {}

    static native TemplateInstance incidents(IncidentsPage page);

    static native TemplateInstance incident(IncidentPage page);

    static native TemplateInstance compare(ComparePage page);

    static native TemplateInstance commit(CommitPage page);

    static native TemplateInstance machine(MachinePage page);
}
