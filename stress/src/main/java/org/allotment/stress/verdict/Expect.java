package org.allotment.stress.verdict;

/** What a test says about a state; the names are those of the document. */
public enum Expect {
    /** Right. */
    ACCEPTABLE,
    /** Right, and worth knowing about. */
    ACCEPTABLE_INTERESTING,
    /** Wrong: seen once is too often. */
    FORBIDDEN,
    /** Not listed by the test. */
    UNKNOWN
}
