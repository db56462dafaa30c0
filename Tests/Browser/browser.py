"""Debian's Chromium under Selenium, without a window."""

import base64
import os
import pathlib
import time

from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.chrome.service import Service

HERE = pathlib.Path(__file__).parent


class Browser:
    """One Chromium with a profile of its own; `with` ends it."""

    def __init__(self, axe=None, timezone="Europe/London", script=True):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        flags = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
        # Chromium refuses to keep its sandbox when it runs as root, as in a container.
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        flags += [] if script else ["--blink-settings=scriptEnabled=false"]
        for flag in flags:
            options.add_argument(flag)
        # A page that asks for itself anew is asked about while it waits for the answer.
        options.page_load_strategy = "normal" if script else "none"
        # Given by name, so that Selenium's manager looks for no browser to download.
        service = Service("/usr/bin/chromedriver", env={**os.environ, "TZ": timezone})
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(30)
        self.driver.set_script_timeout(60)
        self.cdp("Emulation.setScrollbarsHidden", hidden=True)
        sources = [(HERE / "look.js").read_text()] + ([pathlib.Path(axe).read_text()] if axe else [])
        self.sources = sources if not script else []
        for source in sources if script else []:
            self.cdp("Page.addScriptToEvaluateOnNewDocument", source=source)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def open(self, address):
        self.driver.execute_script("window.isPageBefore = true")
        self.driver.get(address)
        while not self.ask("!window.isPageBefore && document.readyState === 'complete'"):
            time.sleep(0.05)
        # Where a page's scripts are off, the driver's own still run, and have to be brought in by hand.
        for source in self.sources:
            self.cdp("Runtime.evaluate", expression=source)

    def ask(self, expression, *arguments):
        return self.driver.execute_script("return " + expression, *arguments)

    def wide(self, width, scale=1):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=scale, mobile=False)

    def emulate(self, **features):
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.cdp("Emulation.setEmulatedMedia", features=named)

    def press(self, key):
        ActionChains(self.driver, duration=0).send_keys(key).perform()

    def tab(self):
        self.press(Keys.TAB)

    def enter(self):
        self.press(Keys.ENTER)

    def axe(self, *, only=None):
        """The violations that axe-core finds, each with where it is."""
        rules = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
        return self.driver.execute_async_script(
            """
            const [only, done] = arguments;
            const options = { runOnly: only, resultTypes: ["violations"], preload: false };
            // Off unless it is asked for by name, though its tag is asked for.
            if (only.type === "tag") options.rules = { "target-size": { enabled: true } };
            axe.run(document, options).then(
              (result) => done(result.violations.map((each) =>
                `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`)),
              (error) => done([`axe stopped: ${error}`]));
            """,
            rules,
        )

    def picture(self):
        return self.cdp("Page.captureScreenshot")["data"]

    def printed(self, file):
        """Prints to PDF on A4."""
        sheet = self.cdp("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)
        pathlib.Path(file).write_bytes(base64.b64decode(sheet["data"]))


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
