package org.allotment.reports.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.allotment.reports.FreshStore;
import org.allotment.reports.live.RunningNights;
import org.allotment.reports.live.Word;
import org.allotment.reports.model.live.RunningNight;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The card of the runs that go on, in a browser that watches while they do. */
@QuarkusTest
@QuarkusTestResource(value = FreshStore.class, restrictToAnnotatedClass = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePagesTest {

    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">{page.frame}";

    /** Keeps the page's streams where the test sees them. */
    private static final String WATCH = """
            const Real = window.EventSource;
            window.streams = [];
            window.EventSource = class extends Real {
              constructor(address) { super(address); window.streams.push(this); }
            };
            """;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    String address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RunningNights nights;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeAll
    void openBrowser() {
        browser = new Browser(address.replaceAll("/+$", ""));
        browser.driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
        browser.size(1280, 1000);
    }

    @AfterEach
    void forgetAll() {
        browser.open("/q/health/live");
        nights.list(null).forEach(night -> nights.forget(night.key()));
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    @Test
    void withoutAScriptThePageShowsTheStateOfItsLoad() {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.open("/");
            assertThat(browser.driver().findElement(By.id("live")).isDisplayed())
                    .isFalse();
            say("a", 1_234, 2, "PairBenchmark.pair?size=64");
            browser.open("/");
            assertThat(browser.text("#live"))
                    .contains(
                            "Running now", "as of ", "measuring", "1,234 of 3,400 units", "PairBenchmark.pair?size=64")
                    .contains("nightly · profile full · main · 0123456789 · bench-1");
            assertThat(browser.driver().findElement(By.tagName("progress")).getAttribute("value"))
                    .isEqualTo("1234");
        } finally {
            browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
        browser.complaints();
    }

    @Test
    void aRunThatBeginsGoesOnAndEndsIsShownWithoutALoad() {
        browser.open("/");
        await("return document.getElementById('live-note').textContent === 'live'");
        assertThat(browser.driver().findElement(By.id("live")).isDisplayed()).isFalse();
        say("a", 0, 0, "first");
        awaitShown("reach", "0 of 3,400 units");
        assertThat(browser.text("#live")).contains("first", "measuring", "nightly · profile full");
        say("a", 3_399, 17, "second");
        awaitShown("reach", "3,399 of 3,400 units");
        awaitShown("failed", "17");
        assertThat(browser.driver()
                        .findElement(By.cssSelector("[data-show=failed]"))
                        .getAttribute("class"))
                .contains("bad");
        String ends = String.valueOf(nights.list(null).getFirst().reach().ends());
        assertThat(browser.text("[data-show=ends]"))
                .isEqualTo(ends.substring(0, 16).replace('T', ' ') + " UTC");
        say("b", 5, 0, "elsewhere");
        await("return document.querySelectorAll('.running').length === 2");
        say("a", 3_400, 17, "");
        awaitShown("badge", "all measured, results on their way");
        nights.forget(new RunningNight.Key("mine", "a"));
        await("return document.querySelectorAll('.running').length === 1");
        assertThat(browser.text("#live")).contains("elsewhere", "A run that was shown here has ended");
        PageChecks.isQuiet(browser, "live");
        PageChecks.isAccessible(browser, "live");
    }

    /** What the server drew and what the script writes over it is the same to the letter. */
    @Test
    void theScriptSaysItAsTheServerDoes() {
        say("a", 1_234, 2, "unit");
        say("b", 3_400, 0, "");
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        browser.open("/");
        String drawn = browser.text("#live-runs");
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        browser.open("/");
        await("return document.getElementById('live-note').textContent === 'live'");
        assertThat(browser.text("#live-runs")).isEqualTo(drawn).contains("results on their way", "1,234");
        browser.complaints();
    }

    @Test
    void aScreenReaderHearsItSeldom() {
        browser.open("/");
        say("a", 340, 0, "first");
        await("return document.getElementById('live-speech').textContent.includes('10 percent')");
        assertThat(browser.script("return document.getElementById('live').dataset.quiet"))
                .isEqualTo("30000");
        browser.script("document.getElementById('live').dataset.quiet = 3600000");
        say("a", 1_700, 1, "second");
        awaitShown("reach", "1,700 of 3,400 units");
        assertThat(browser.script("return document.getElementById('live-speech').textContent"))
                .asString()
                .contains("10 percent");
        browser.script("document.getElementById('live').dataset.quiet = 0");
        say("a", 1_701, 1, "third");
        await("return document.getElementById('live-speech').textContent.includes('50 percent ended, 1 failed')");
        assertThat(browser.driver().findElement(By.id("live-speech")).getAttribute("aria-live"))
                .isEqualTo("polite");
    }

    @Test
    void aPageThatNobodyLooksAtHoldsNoStream() {
        browser.open("/");
        await("return document.getElementById('live-note').textContent === 'live'");
        look("hidden");
        assertThat(browser.script("return streams.map((s) => s.readyState).join()"))
                .isEqualTo("2");
        say("a", 7, 0, "unseen");
        look("visible");
        awaitShown("reach", "7 of 3,400 units");
        assertThat(browser.script("return streams.length").toString()).isEqualTo("2");
    }

    @Test
    void hostileTextIsTextAndEveryWidthHoldsIt() {
        nights.hear(new Word(
                new RunningNight.Key("mine", "a"),
                new RunningNight.Origin(HOSTILE, HOSTILE, "x".repeat(500), "'\"><b>", HOSTILE, Instant.now()),
                1,
                2,
                1,
                HOSTILE + "/".repeat(300) + "y".repeat(500),
                Duration.ZERO,
                null));
        say("b", 1_234, 2, "PairBenchmark.pair?size=64&subject=allotment-tlsf&threads=2");
        for (int width : new int[] {1280, 390}) {
            for (String scheme : List.of("light", "dark")) {
                browser.size(width, 900);
                browser.scheme(scheme);
                browser.open("/");
                await("return document.getElementById('live-note').textContent === 'live'");
                String page = "live-" + width + "-" + scheme;
                browser.picture(page);
                PageChecks.isQuiet(browser, page);
                PageChecks.isAccessible(browser, page);
                PageChecks.fitsItsWidth(browser, page);
                PageChecks.holdsNothingInjected(browser, page);
                assertThat(browser.text("#live")).contains(HOSTILE);
            }
        }
    }

    private void look(String state) {
        browser.script(
                "Object.defineProperty(document, 'hidden', {value: arguments[0] === 'hidden', configurable: true});"
                        + " document.dispatchEvent(new Event('visibilitychange'));",
                state);
    }

    private static void say(String run, int done, int failed, String unit) {
        given().contentType("application/json")
                .body("{\"kind\": \"nightly\", \"profile\": \"full\", \"branch\": \"main\","
                        + " \"commit\": \"0123456789abcdef\", \"machine\": \"bench-1\", \"started\": \"2026-01-02T03:04:05Z\","
                        + " \"done\": " + done + ", \"total\": 3400, \"failed\": " + failed + ", \"unit\": \"" + unit
                        + "\", \"unitSeconds\": 20, \"remainingSeconds\": 7200}")
                .put("/api/v1/progress/" + run + "?project=mine")
                .then()
                .statusCode(204);
    }

    /** Waits until the first run shows a text in a place. */
    private void awaitShown(String place, String text) {
        await("return document.querySelector('.running [data-show=" + place + "]')?.textContent.includes('" + text
                + "') === true");
    }

    private void await(String condition) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(driver -> Boolean.TRUE.equals(browser.script(condition)));
    }
}
