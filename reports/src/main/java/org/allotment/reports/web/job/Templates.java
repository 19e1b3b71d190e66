package org.allotment.reports.web.job;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.allotment.reports.web.view.job.JobPage;
import org.allotment.reports.web.view.job.JobsPage;

/** The templates and what each of them takes, checked when the application is built. */
@CheckedTemplate(basePath = "")
final class Templates {

    private Templates() {}

    static native TemplateInstance jobs(JobsPage page);

    static native TemplateInstance job(JobPage page);
}
