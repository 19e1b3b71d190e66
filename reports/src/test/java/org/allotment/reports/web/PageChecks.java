package org.allotment.reports.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What must hold on every page, whatever it shows: checked by asking the browser, not by reading the markup. */
public final class PageChecks {

    private static final String FAULTS = """
            const faults = [];
            const all = (selector) => [...document.querySelectorAll(selector)];
            const text = (e) => (e.getAttribute('aria-label') || e.textContent || '').trim();
            if (all('h1').length !== 1) faults.push('h1 count=' + all('h1').length);
            let level = 0;
            for (const h of all('h1,h2,h3,h4')) {
              const now = Number(h.tagName[1]);
              if (now > level + 1) faults.push('heading skips a level: ' + text(h));
              level = now;
            }
            if (document.documentElement.lang !== 'en') faults.push('no language');
            if (!document.title.endsWith('Allotment')) faults.push('title=' + document.title);
            if (all('main').length !== 1) faults.push('main count=' + all('main').length);
            const ids = all('[id]').map((e) => e.id);
            for (const id of new Set(ids)) if (ids.filter((i) => i === id).length > 1) faults.push('id twice: ' + id);
            for (const e of all('[aria-labelledby]')) if (!document.getElementById(e.getAttribute('aria-labelledby'))) faults.push('label is not there: ' + e.getAttribute('aria-labelledby'));
            for (const e of all('input:not([type=hidden]),select,textarea')) if (!e.labels.length || !text(e.labels[0])) faults.push('field without label: ' + e.name);
            for (const e of all('a,button')) if (!text(e)) faults.push('link or button without text: ' + e.outerHTML.slice(0, 80));
            for (const e of all('a')) if (!e.getAttribute('href')) faults.push('link without address: ' + text(e));
            for (const e of all('svg:not([aria-hidden])')) if (e.getAttribute('role') !== 'img' || !e.getAttribute('aria-label')) faults.push('picture without words');
            for (const e of all('th')) if (!e.scope) faults.push('header without scope: ' + text(e));
            for (const e of all('table')) if (!e.caption && !e.getAttribute('aria-labelledby')) faults.push('table without a name');
            for (const e of all('.box')) if (e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0) faults.push('box scrolls, but not by keyboard');
            for (const e of all('[style]:not(canvas),[onclick],[onerror],[onload]')) faults.push('inline style or script: ' + e.outerHTML.slice(0, 80));
            return faults;
            """;

    private PageChecks() {}

    /** Names, labels, headings and headers are as assistive software needs them. */
    public static void isAccessible(Browser browser, String page) {
        assertThat((List<?>) browser.script(FAULTS))
                .as("accessibility of %s", page)
                .isEmpty();
    }

    /** The page itself never scrolls sideways; wide tables scroll inside their box. */
    public static void fitsItsWidth(Browser browser, String page) {
        String over = """
                const width = document.documentElement.clientWidth;
                const inside = (e) => e.closest('.box, pre, .hidden, .skip');
                if (document.documentElement.scrollWidth <= width) return [];
                return [...document.querySelectorAll('body *')].filter((e) => !inside(e) && e.getBoundingClientRect().right > width + 1)
                    .map((e) => e.tagName + '.' + e.className).slice(0, 5).concat('scrollWidth=' + document.documentElement.scrollWidth);
                """;
        assertThat((List<?>) browser.script(over)).as("width of %s", page).isEmpty();
    }

    /** Nothing uploaded became an element, and nothing of it ran. */
    public static void holdsNothingInjected(Browser browser, String page) {
        String injected = """
                return [...document.querySelectorAll('main script, main img, main iframe, main b b, main i i, [onerror]')].map((e) => e.outerHTML)
                    .concat(document.title === 'owned' ? ['title=owned'] : []);
                """;
        assertThat((List<?>) browser.script(injected))
                .as("injected into %s", page)
                .isEmpty();
    }

    /** The console is empty: no error, no refused resource, no violation of the policy. That a page is not there, the browser may say. */
    public static void isQuiet(Browser browser, String page) {
        boolean lost = browser.text("h1").equals("Not found");
        assertThat(browser.complaints())
                .as("console of %s", page)
                .filteredOn(complaint -> !(lost && complaint.contains("status of 404")))
                .isEmpty();
    }
}
