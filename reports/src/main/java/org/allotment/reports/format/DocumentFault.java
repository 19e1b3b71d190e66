package org.allotment.reports.format;

/** Carries a problem out of the depth of a document to the reader's edge, where it becomes a value. */
final class DocumentFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ParseProblem problem;

    DocumentFault(ParseProblem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    ParseProblem problem() {
        return problem;
    }
}
