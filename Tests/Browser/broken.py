"""Pages broken on purpose, one for each kind of check: a check that finds no fault here finds none anywhere."""

import checks
import markup


def change(old, new):
    def changed(html, styles):
        for text in (html, styles):
            if old in text:
                return html.replace(old, new), styles.replace(old, new)
        raise ValueError(f"nothing to break: {old}")

    return changed


def style(rule):
    return lambda html, styles: (html, styles + "\n" + rule + "\n")


def faults(folder):
    """For each: what is broken, and the check that must see it."""
    return {
        "no language": (change(' lang="en-GB"', ""), checks.axe),
        "faint text": (style(".verdict { color: #bbbbbb; }"), checks.axe),
        "faint text in the dark": (
            style("@media (prefers-color-scheme: dark) { .verdict { color: #333333; } }"), checks.axe_dark),
        "a wide box": (style(".verdict { min-width: 600px; }"), checks.reflow),
        "a box that hides its end": (style(".verdict { white-space: nowrap; overflow: hidden; }"), checks.reflow),
        "a box of one line": (style("h1 { height: 2.2rem; overflow: hidden; }"), checks.zoom),
        "letters of a fixed place": (style(".council { width: 240px; height: 34px; overflow: hidden; }"), checks.zoom),
        "small targets": (
            style("nav a { padding: 0; font-size: 8px; } nav * { line-height: 10px; } nav ul { display: block; }"),
            checks.targets),
        "words lost in forced colours": (
            style("@media (forced-colors: active) { .verdict { visibility: hidden; } }"), checks.colours),
        "bars lost in forced colours": (
            style("@media (forced-colors: active) { .closed { fill: Canvas; } }"), checks.colours),
        "nothing to print": (
            style("@media print { .verdict { display: none; } }"), lambda browser: checks.printing(browser, folder)),
        "no mark of the focus": (style(":focus-visible { outline: none; }"), checks.keyboard),
        "a link that the tab key passes by": (
            change('<a href="/upcoming', '<a tabindex="-1" href="/upcoming'), checks.keyboard),
        "links out of their order": (change('<a href="/upcoming', '<a tabindex="1" href="/upcoming'), checks.keyboard),
        "a way past the navigation to nowhere": (change('href="#main"', 'href="#mian"'), checks.keyboard),
    }


LOCAL_TIME = "document.querySelector('main').append(new Date(0).toLocaleString());"
BAD_HTML = ('<p class="verdict">', '<p class="verdict"><p id="main"><blink>')


def of_markup(file, html):
    file.write_text(html.replace(*BAD_HTML))
    return markup.complaints([file])[file.name]
