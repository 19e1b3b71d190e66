package org.allotment.reports.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.allotment.reports.Golden;
import org.allotment.reports.Multipart;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.web.text.Links;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.UnhandledAlertException;

/** Uploads payloads wherever a text may be, and opens every page that shows them. */
public final class PayloadPages {
    private static final int TOGETHER = 25;
    private static final int NAME_LENGTH = 500;
    private static final String INJECTED = """
            return [...document.querySelectorAll('main script, main img, main iframe, main object, main embed, main base, main meta,'
                + ' main link, main style, main math, main details[ontoggle], main template:not(#live-blank), [onerror], [onload], [onmouseover], [onfocus],'
                + ' [ontoggle], [href^="javascript:"], [srcdoc]')].map((e) => e.outerHTML.slice(0, 120))
                .concat(document.title.endsWith('Allotment') ? [] : ['title=' + document.title])
                .concat(window.owned ? ['owned'] : []);
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final Client client;
    private final int port;
    private final Tally tally;

    /** Against a server. */
    public PayloadPages(Client client, int port, Tally tally) {
        this.client = client;
        this.port = port;
        this.tally = tally;
    }

    /** All of it. */
    public void walk(List<String> payloads) throws Exception {
        Set<String> pages = new LinkedHashSet<>();
        for (int from = 0; from < payloads.size(); from += TOGETHER) {
            List<String> some = payloads.subList(from, Math.min(payloads.size(), from + TOGETHER));
            pages.addAll(upload(some, from / TOGETHER));
            tally.did(some.size());
        }
        try (Browser browser = new Browser("http://127.0.0.1:" + port)) {
            browser.size(1280, 1000);
            for (String page : pages) {
                visit(browser, page);
            }
        }
    }

    private List<String> upload(List<String> payloads, int number) throws Exception {
        String project = "project " + payloads.getFirst().replaceAll("\\p{Cntrl}", "");
        Answer answer = client.send(Client.request(port, "/api/v1/runs")
                .header("Content-Type", Multipart.contentType())
                .POST(BodyPublishers.ofByteArray(new Multipart()
                        .part("environment", environment(payloads, project, number))
                        .part("jmh", jmh(payloads))
                        .part("stress", stress(payloads))
                        .bytes()))
                .build());
        tally.add("status" + answer.status(), 1);
        if (!answer.isGood()) {
            tally.violation("upload=" + number + ", status=" + answer.status() + ", body=" + answer.text());
            return List.of();
        }
        String run = answer.json().get("id").asText();
        String home = "?project=" + Links.segment(project);
        csv(home);
        List<String> pages = new ArrayList<>(
                List.of("/" + home, "/runs" + home, "/runs/" + run, "/stress" + home, "/" + home + "&q=%3Cscript%3E"));
        JsonNode data = client.get(port, "/api/v1/runs/" + run).json().get("data");
        data.get("results")
                .forEach(each ->
                        pages.add("/series/" + each.get("series").get("id").asLong()));
        payloads.forEach(payload -> pages.add("/stress/" + Links.segment(testName(payload)) + home));
        return pages;
    }

    private void csv(String home) throws Exception {
        String csv = client.get(port, "/overview.csv" + home).text();
        boolean formula = java.util.regex.Pattern.compile("(^|,|\n)\"?[=+@\t]|(^|,|\n)\"?-[^0-9]")
                .matcher(csv)
                .find();
        tally.expect(!formula, "a formula in CSV, project=" + home);
        tally.add("csv", 1);
    }

    private void visit(Browser browser, String page) {
        tally.add("pages", 1);
        try {
            browser.open(page);
            List<?> injected = (List<?>) browser.script(INJECTED);
            tally.expect(injected.isEmpty(), "page=" + page + ", injected=" + injected);
            List<String> complaints = browser.complaints();
            tally.expect(complaints.isEmpty(), "page=" + page + ", console=" + complaints);
            browser.driver().switchTo().alert();
            tally.violation("page=" + page + ": a dialog");
        } catch (NoAlertPresentException e) {
            // As it must be.
        } catch (UnhandledAlertException e) {
            tally.violation("page=" + page + ": a dialog, text=" + e.getAlertText());
        }
    }

    private static String testName(String payload) {
        return name("org.example.Litmus " + payload);
    }

    private static String name(String text) {
        return text.length() <= NAME_LENGTH ? text : text.substring(0, NAME_LENGTH);
    }

    private String jmh(List<String> payloads) throws IOException {
        ArrayNode elements = json.createArrayNode();
        for (String payload : payloads) {
            ObjectNode element =
                    (ObjectNode) json.readTree(Golden.bytes("jmh.json")).get(0);
            element.put("benchmark", name(payload)).putObject("params").put(name("k" + payload), payload);
            element.withObject("primaryMetric").put("scoreUnit", name(payload));
            elements.add(element);
        }
        return json.writeValueAsString(elements);
    }

    private String stress(List<String> payloads) throws IOException {
        ObjectNode document = (ObjectNode) json.readTree(Golden.bytes("stress.json"));
        JsonNode pattern = document.withArray("tests").get(0);
        ArrayNode tests = document.putArray("tests");
        for (String payload : payloads) {
            ObjectNode test = pattern.deepCopy();
            test.put("name", testName(payload)).put("description", payload).put("reason", payload);
            tests.add(test);
        }
        return json.writeValueAsString(document);
    }

    private String environment(List<String> payloads, String project, int number) throws IOException {
        ObjectNode document = (ObjectNode) json.readTree(Golden.bytes("environment.json"));
        String payload = payloads.getLast();
        document.withObject("run")
                .put("id", "payloads-" + number)
                .put("project", name(project))
                .put("note", payload);
        document.withObject("commit")
                .put("subject", payload)
                .put("author", payload)
                .put("branch", name(payload));
        document.withObject("machine").put("label", name(payload)).put("host", name(payload));
        document.putArray("units");
        return json.writeValueAsString(document);
    }
}
