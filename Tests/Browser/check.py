"""The council's pages in a real browser: check.py PAGES PROGRAM HOLIDAYS SCRATCH

PAGES     every page in every state, as the tests of StatusPages write them (PORTCULLIS_PAGES)
PROGRAM   the program whose gate serves its own
HOLIDAYS  calendars of bank holidays for the councils made here
SCRATCH   an empty folder for what is written on the way
"""

import pathlib
import signal
import sys
import threading
import traceback

import axe_playwright_python
import broken
import checks
import markup
from browser import Browser
from council import Council
from live import Live
from tally import Tally
from serving import Served

AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js")
SENT = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"]
SERVED = ["/", "/why/website", "/why/website?at=2027-05-01", "/upcoming", "/accessibility", "/nowhere", "/why/websit"]
FAR = "Pacific/Kiritimati"
LONGEST = 360


def main(pages, program, holidays, scratch):
    tally = Tally()
    with Council(scratch / "open", program, holidays) as live_council:
        live = Live(live_council)
        trouble = []
        thread = threading.Thread(target=guarded, args=(live.run, trouble))
        thread.start()
        try:
            with Council(scratch / "closed", program, holidays) as council:
                council.close_now()
                look_at_all(tally, pages, council, scratch)
        finally:
            thread.join()
    tally.group("the real gate's page, live", live.found | {"to its end": trouble})
    for note in live.notes:
        print(f"  {note}")
    return tally.close()


def give_up(number, _):
    """As an error does, so that browsers and gates end with their blocks."""
    raise SystemExit(f"stopped by signal {number}")


def guarded(work, trouble):
    try:
        work()
    except Exception:
        trouble.append(traceback.format_exc())


def look_at_all(tally, pages, council, scratch):
    served = [f"{path}{'&' if '?' in path else '?'}lang={each}" for path in SERVED for each in ("en", "cy")]
    answers = {path: council.get(path) for path in served}
    wanted = {name: answers[served[0]][1][name] for name in SENT}
    tally.group("the same headers on each page", {
        path: [name for name in SENT if headers[name] != wanted[name] or not wanted[name]]
        for path, (_, headers, _) in answers.items()
    })
    with Served(pages, wanted) as base:
        addresses = {file.stem: f"{base}/pages/{file.name}" for file in sorted((pages / "pages").glob("*.html"))}
        addresses |= {path: council.address + path for path in served}
        with Browser(AXE) as browser:
            see_it_fail(tally, browser, pages, scratch, wanted)
            every_check(tally, browser, addresses, scratch)
        tally.group(f"the same words in {FAR}", elsewhere(addresses))
    files = sorted((pages / "pages").glob("*.html")) + sorted((pages / "assets").glob("*.css"))
    for number, (path, (_, _, html)) in enumerate(answers.items()):
        file = scratch / f"served-{number}.html"
        file.write_text(html)
        files.append(file)
    tally.group("HTML and styles by the Nu checker", markup.complaints(files))


def every_check(tally, browser, addresses, scratch):
    groups = {
        "axe-core, WCAG 2.2 AA": checks.axe,
        "contrast in the dark": checks.axe_dark,
        "320 pixels wide, with axe-core": checks.reflow,
        "200 %, and letters further apart": checks.zoom,
        "size of targets": checks.targets,
        "forced colours, less motion": checks.colours,
        "printed": lambda browser: checks.printing(browser, scratch),
        "keyboard alone": checks.keyboard,
    }
    found = {name: {} for name in groups}
    for page, address in addresses.items():
        browser.open(address)
        for name, check in groups.items():
            found[name][page] = check(browser)
    for name in groups:
        tally.group(name, found[name])


def see_it_fail(tally, browser, pages, scratch, headers):
    """Each check finds the fault of a page that is broken for it."""
    whole = (pages / "pages" / "status-en.html").read_text()
    picture = (pages / "pages" / "upcoming-en.html").read_text()
    sheet = next((pages / "assets").glob("*.css"))
    folder = scratch / "broken"
    (folder / "pages").mkdir(parents=True)
    (folder / "assets").mkdir()
    missed = {}
    with Served(folder, headers) as base:
        for number, (name, (breaking, check)) in enumerate(broken.faults(scratch).items()):
            html, styles = breaking(picture if "bars" in name else whole, sheet.read_text())
            # Each under a name of its own, since a browser may keep styles.
            (folder / "assets" / f"{number}.css").write_text(styles)
            page = folder / "pages" / f"{number}.html"
            page.write_text(html.replace(sheet.name, f"{number}.css"))
            browser.open(f"{base}/pages/{number}.html")
            missed[name] = [] if check(browser) else ["no check saw it"]
            browser.emulate()
        local = folder / "pages" / "local.html"
        local.write_text(whole.replace(next((pages / "assets").glob("*.js")).name, "local.js"))
        (folder / "assets" / "local.js").write_text(broken.LOCAL_TIME)
        differ = elsewhere({"local": f"{base}/pages/local.html"})["local"]
        missed["a time of the reader's own zone"] = [] if differ else ["no check saw it"]
    missed["HTML that is not valid"] = [] if broken.of_markup(folder / "invalid.html", whole) else ["no check saw it"]
    tally.group("faults made on purpose are found", missed)


def elsewhere(addresses):
    """What a reader far away reads otherwise (W-10)."""
    texts = []
    for zone in ("Europe/London", FAR):
        with Browser(timezone=zone) as browser:
            texts.append({})
            for page, address in addresses.items():
                browser.open(address)
                texts[-1][page] = set(browser.ask("look.words()").splitlines())
    return {page: sorted(texts[0][page] ^ texts[1][page]) for page in addresses}


if __name__ == "__main__":
    for each in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(each, give_up)
    signal.alarm(LONGEST)
    sys.exit(main(*(pathlib.Path(argument).resolve() for argument in sys.argv[1:5])))
