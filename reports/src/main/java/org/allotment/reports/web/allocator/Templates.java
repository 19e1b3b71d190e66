package org.allotment.reports.web.allocator;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.allotment.reports.web.view.allocator.AllocatorsPage;

/** The template and what it takes, checked when the application is built. */
@CheckedTemplate(basePath = "")
final class Templates {

    private Templates() {}

    static native TemplateInstance allocators(AllocatorsPage page);
}
