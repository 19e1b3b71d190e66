package org.allotment.reports.web.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses of our own pages: a path and its parameters, percent-encoded; parameters without a value are left out. */
public final class Links {

    private final String path;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private Links(String path) {
        this.path = path;
    }

    /** Starts an address with a path that is already encoded. */
    public static Links to(String path) {
        return new Links(path);
    }

    /** Encodes one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Adds or replaces a parameter; an empty value removes it. */
    public Links with(String name, String value) {
        if (value.isEmpty()) {
            parameters.remove(name);
        } else {
            parameters.put(name, value);
        }
        return this;
    }

    /** Asks for a part of a table, from 0; the first needs no asking. */
    public Links page(int page) {
        return with("page", page == 0 ? "" : Integer.toString(page));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text.append(separator)
                    .append(segment(parameter.getKey()))
                    .append('=')
                    .append(segment(parameter.getValue()));
            separator = '&';
        }
        return text.toString();
    }
}
