package org.allotment.reports.campaign.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.ServerProcess;
import org.allotment.reports.web.PayloadPages;

/** Payloads as names, units, parameters, branches, messages and litmus tests; then every page in Chromium. */
public final class Payloads implements Campaign {
    private static final List<String> MARKUP = List.of(
            "<script>%s</script>",
            "<img src=x onerror=%s>",
            "<svg/onload=%s>",
            "\"><script>%s</script>",
            "' onmouseover='%s' x='",
            "</title><script>%s</script>",
            "</textarea><svg onload=%s>",
            "javascript:%s",
            "<iframe srcdoc=\"<script>%s</script>\">",
            "{{constructor.constructor('%s')()}}",
            "{%s}{cdi:config}",
            "${%s}",
            "<!--><script>%s</script>-->",
            "<a href=\"javascript:%s\">x</a>",
            "<math><mtext></mtext><script>%s</script></math>",
            "<style>@import'javascript:%s'</style>",
            "<base href=//evil.example/><b>%s",
            "<link rel=stylesheet href=//evil.example/%s>",
            "<meta http-equiv=refresh content=\"0;url=//evil.example/%s\">",
            "<body onload=%s>",
            "\u2028%s\u2029<script>",
            "&lt;script&gt;%s&lt;/script&gt;",
            "=cmd|'/c calc'!A1%s",
            "@SUM(1+1)*%s",
            "+HYPERLINK(\"http://evil.example\",\"%s\")",
            "-2+3+%s",
            "a\r\nFORGED %s",
            "\u001b[31mFORGED %s",
            "a\"b'c`d\\%s",
            "\u202E%s",
            "]]>%s<![CDATA[",
            "%%3Cscript%%3E%s%%3C/script%%3E",
            "<details open ontoggle=%s>",
            "'; DROP TABLE run; --%s",
            "../../%s",
            "<object data=\"data:text/html,<script>%s</script>\">",
            "<template><script>%s</script></template>",
            "<input autofocus onfocus=%s>");
    private static final List<String> SCRIPTS = List.of(
            "alert(1)",
            "document.title='owned'",
            "fetch('//evil.example')",
            "prompt`1`",
            "top.owned=1",
            "eval('owned=1')");

    @Override
    public String id() {
        return "D6";
    }

    @Override
    public String name() {
        return "payloads";
    }

    @Override
    public String unit() {
        return "payloads";
    }

    @Override
    public String promise() {
        return "no dialog, no injected node, no violation of the policy, no formula in CSV, no forged line in the log";
    }

    @Override
    public Counts counts() {
        return new Counts(20, 50, 500);
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        int port = ServerProcess.freePort();
        Random random = terms.random(0);
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < terms.count(); i++) {
            String script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
            payloads.add(String.format(java.util.Locale.ROOT, MARKUP.get(i % MARKUP.size()), script) + " " + i);
        }
        try (ServerProcess server = ServerProcess.start(terms.site(), port);
                Client client = new Client()) {
            server.awaitReady();
            new PayloadPages(client, port, tally).walk(payloads);
            for (String line : server.said()) {
                tally.expect(!line.startsWith("FORGED") && line.indexOf('\u001b') < 0, "forged, line=" + line);
            }
        }
    }
}
