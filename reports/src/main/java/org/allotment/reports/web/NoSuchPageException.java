package org.allotment.reports.web;

/** A page was asked for that there is nothing to show on; the message is the sentence that the reader gets. */
public final class NoSuchPageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    /** Says what is not there. */
    public NoSuchPageException(String sentence) {
        super(sentence, null, false, false);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
