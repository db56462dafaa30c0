"""The real gate and its page: brought up to date while it is open, without its script, and when the gate stops."""

import time

from browser import Browser

# How long a page may be silent about being old (W-07), and what this machine may be late by.
MINUTE = 60
SLACK = 3


def waited(condition, seconds):
    """Whether it came true in that time, and after how long."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return True, time.monotonic() - began
        time.sleep(0.2)
    return False, seconds


class Live:
    """One council's page, open with its script and without it."""

    def __init__(self, council):
        self.council = council
        self.found = {}
        self.notes = []

    def run(self):
        with Browser() as scripted, Browser(script=False) as plain:
            scripted.open(self.council.address + "/?lang=en")
            plain.open(self.council.address + "/?lang=en")
            self.found["the script runs in one browser and not in the other"] = (
                [] if self.runs_script(scripted) and not self.runs_script(plain) else ["no"]
            )
            self.same_words(scripted, plain)
            # The page without a script asks anew by itself: it must have been left alone from here on.
            plain.open(self.council.address + "/?lang=en")
            reopened = time.monotonic()
            scripted.open(self.council.address + "/?lang=en")
            self.closing(scripted)
            self.closing_without_script(plain, reopened)
            self.stalled(scripted, plain)
            self.killed(scripted)

    def runs_script(self, browser):
        """Where scripts run, what stands for those without is text, not elements."""
        return browser.driver.execute_script("return document.querySelector('noscript').children.length === 0")

    # The same without a script (W-08)

    def same_words(self, scripted, plain):
        at = "/why/website?at=2027-04-01T09:00"
        for path in ("/", "/why/website", at, "/upcoming", "/accessibility", "/nowhere"):
            for language in ("en", "cy"):
                address = path + ("&" if "?" in path else "?") + "lang=" + language
                texts = []
                for browser in (scripted, plain):
                    browser.open(self.council.address + address)
                    texts.append(browser.ask("look.words()"))
                differ = [] if texts[0] == texts[1] and len(texts[0]) > 40 else [f"{texts[0][:80]} / {texts[1][:80]}"]
                self.found[f"the same without a script: {address}"] = differ
        self.tour(plain)

    def tour(self, plain):
        """By the keyboard alone, without a script: from the front page to each other one, and to the other language."""
        for place in ("why/website", "upcoming", "accessibility", "lang=cy"):
            plain.open(self.council.address + "/?lang=en")
            for _ in range(20):
                plain.tab()
                if place in (plain.driver.switch_to.active_element.get_attribute("href") or ""):
                    plain.enter()
                    break
            arrived, _ = waited(lambda: place in plain.driver.current_url, 5)
            self.found[f"by keyboard and without a script: {place}"] = [] if arrived else [plain.driver.current_url]

    # A closing while the page is open

    def verdict(self, browser, channel="website"):
        block = f'[data-channel="{channel}"]'
        return browser.driver.execute_script(
            "const block = document.querySelector(arguments[0]);"
            "return block && block.dataset.state + ': ' + block.querySelector('.verdict').innerText", block)

    def closing(self, browser):
        driver = browser.driver
        driver.execute_script("window.notLoadedAnew = true")
        # A reader who stands on a link keeps it.
        for _ in range(20):
            browser.tab()
            if "why/noticeboard" in (driver.switch_to.active_element.get_attribute("href") or ""):
                break
        before = self.verdict(browser)
        self.council.close_now()
        changed, after = waited(lambda: (self.verdict(browser) or "").startswith("closed"), 30)
        spoken = driver.execute_script("return document.getElementById('news').textContent")
        focus = driver.execute_script("return document.activeElement.getAttribute('href') || ''")
        self.notes.append(f"a closing was on the open page after {after:.0f} s")
        self.found["open before the closing"] = [] if (before or "").startswith("open") else [str(before)]
        self.found["a closing changes the open page"] = [] if changed else [str(self.verdict(browser))]
        self.found["… without loading it anew"] = (
            [] if driver.execute_script("return window.notLoadedAnew === true") else ["it was loaded anew"]
        )
        self.found["… and is told to who listens"] = [] if "Closed" in spoken else [spoken]
        self.found["… and leaves the focus where it was"] = [] if "why/noticeboard" in focus else [focus]

    def closing_without_script(self, browser, opened):
        changed, _ = waited(lambda: (self.verdict(browser) or "").startswith("closed"), MINUTE + 10)
        late = time.monotonic() - opened
        self.notes.append(f"… and on the page without a script {late:.0f} s after it was opened")
        self.found["a page without a script asks anew within a minute"] = (
            [] if changed and late <= MINUTE + SLACK else [f"after {late:.0f} s"]
        )

    # A gate that stops (W-07)

    def age(self, browser):
        """How old the answer on the page is, by the server's own time on it; both are this machine's."""
        return browser.driver.execute_script(
            "return (Date.now() - Date.parse(document.querySelector('main').dataset.at)) / 1000")

    def says_so(self, browser, selector):
        return browser.driver.execute_script(
            "const told = document.querySelector(arguments[0]);"
            "return told !== null && told.checkVisibility({ visibilityProperty: true }) && told.innerText.length > 20"
            " && told.getBoundingClientRect().height > 20", selector)

    def stalled(self, scripted, plain):
        """The gate answers nothing, and closes no connection."""
        for browser in (scripted, plain):
            browser.open(self.council.address + "/?lang=en")
        # The first event has the page ask anew at once: it is the question after that one which gets no answer.
        time.sleep(4)
        for name, browser, warning in (("with", scripted, "#lost"), ("without", plain, ".aged")):
            self.found[f"a fresh page {name} a script warns of nothing"] = (
                ["it does"] if self.says_so(browser, warning) else []
            )
        fresh = time.monotonic() - self.age(plain)
        self.council.stall()
        try:
            self.told_in_time(scripted, plain, fresh)
        finally:
            self.council.go_on()
        again, _ = waited(lambda: not self.says_so(scripted, "#lost"), 30)
        self.found["the warning goes when the gate is back"] = [] if again else ["it stays"]

    def told_in_time(self, scripted, plain, fresh):
        # A page that asks anew and waits for its answer can be asked nothing, but still be seen.
        picture = plain.picture()
        told = {}

        def both_told():
            if "with" not in told and self.says_so(scripted, "#lost"):
                told["with"] = self.age(scripted)
            if "without" not in told and plain.picture() != picture:
                told["without"] = time.monotonic() - fresh
            return len(told) == 2

        waited(both_told, MINUTE + 20)
        for name in ("with", "without"):
            late = told.get(name)
            shown = f"{late:.0f} s" if late else "not at all"
            self.notes.append(f"a page {name} a script of a gate that hangs said so at an age of {shown}")
            self.found[f"W-07: a page {name} a script says that its gate hangs"] = (
                [] if late and late <= MINUTE + SLACK else [shown]
            )

    def killed(self, browser):
        self.council.kill()
        told, _ = waited(lambda: self.says_so(browser, "#lost"), MINUTE + 30)
        age = self.age(browser)
        self.notes.append(f"a page of a gate that was killed said so at an age of {age:.0f} s")
        self.found["W-07: a page says that its gate was killed"] = (
            [] if told and age <= MINUTE + SLACK else [f"at {age:.0f} s"]
        )
        self.council.start()
        again, _ = waited(lambda: not self.says_so(browser, "#lost"), 40)
        self.found["a page comes back with its gate"] = [] if again else ["it does not"]
