"""What is asked of every page in every state: each takes a browser with the page open, and gives its complaints."""

import re
import subprocess
import unicodedata

# As a reader's own settings would have it (WCAG 2.2, 1.4.12).
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""


def axe(browser):
    browser.wide(1280)
    return browser.axe()


def axe_dark(browser):
    browser.emulate(prefers_color_scheme="dark")
    found = browser.axe(only=["color-contrast"])
    browser.emulate()
    return found


def reflow(browser):
    """320 pixels are 400 % of zoom on a screen of 1,280 (1.4.10)."""
    browser.wide(320)
    return overhang(browser) + browser.axe()


def zoom(browser):
    """200 % on a screen of 1,280; then letters twice as large and further apart (1.4.4, 1.4.12)."""
    browser.wide(640, scale=2)
    found = overhang(browser)
    browser.wide(1280)
    for rules in ("html { font-size: 200%; }", SPACED):
        browser.driver.execute_script("look.roomier(arguments[0])", rules)
        found += overhang(browser)
    browser.driver.execute_script("look.roomier('')")
    return found


def overhang(browser):
    over = browser.ask("look.overhang()")
    found = [f"{over} pixels wider than the window"] if over > 0 else []
    return found + [f"cut off: {each}" for each in browser.ask("look.cutOff()")]


def targets(browser):
    found = []
    for width in (1280, 320):
        browser.wide(width)
        found += [f"too small a target at {width}: {each}" for each in browser.ask("look.smallTargets()")]
    return found


def colours(browser):
    """Forced colours and less motion hide no word and no bar."""
    browser.wide(1280)
    found = []
    for features in ({"forced_colors": "active", "prefers_reduced_motion": "reduce"}, {}):
        browser.emulate(**features)
        if features and not browser.ask("matchMedia('(forced-colors: active)').matches"):
            found.append("the browser forces no colours")
        found += [f"not seen: {each}" for each in browser.ask("look.hiddenWords()")]
        found += [f"a bar like the track behind it: {each}" for each in browser.ask("look.lostBars()")]
    return found


def keyboard(browser):
    """The tab key alone reaches every link, in the order in which they are read, and each is seen to have the focus."""
    browser.wide(1280)
    browser.driver.refresh()
    links = browser.ask("look.links()")
    found = []
    for place, link in enumerate(links):
        browser.tab()
        focus = browser.ask("look.focused()")
        if focus is None or focus["index"] != place:
            return found + [f"{link} is not reached: {focus and focus['name']}"]
        for part, fault in (("isSeen", "not seen"), ("isMarked", "not marked"), ("isOnTop", "covered")):
            if not focus[part]:
                found.append(f"{fault} when it has the focus: {link}")
    return found + skip(browser)


def skip(browser):
    """The first link leads past the navigation: the next one is inside of the main part, or behind it."""
    browser.driver.refresh()
    browser.tab()
    browser.enter()
    if not browser.ask("document.activeElement === document.querySelector('main')"):
        return ["the first link does not lead to the main part"]
    browser.tab()
    if browser.ask("document.activeElement.closest('header') !== null"):
        return ["behind the first link the navigation comes again"]
    return []


def printing(browser, folder):
    """What is printed has the words of the state."""
    sheet = folder / "page.pdf"
    wanted = browser.ask("look.stateWords()")
    browser.printed(sheet)
    text = plain(subprocess.run(["pdftotext", "-raw", sheet, "-"], check=True, capture_output=True, text=True).stdout)
    if not wanted:
        return ["no words of a state"]
    return [f"not printed: {each[:60]}" for each in wanted if plain(each) not in text]


def plain(text):
    """Without spaces, which lines and cells break in their own places, and without ligatures."""
    return re.sub(r"[\s\u200b\u00ad\f-]", "", unicodedata.normalize("NFKC", text))
