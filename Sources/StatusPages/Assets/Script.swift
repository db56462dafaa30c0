extension Assets {
  /// Keeps a page that is open up to date, and says so where it cannot. Without it the page asks anew each minute.
  static let scriptText: StaticString = #"""
    (() => {
      "use strict";
      // A page older than a minute says so: it is asked for anew, and waited for, before that.
      const due = 40000;
      const patience = 10000;
      const old = 55000;
      const step = 5000;
      const main = document.getElementById("main");
      const lost = document.getElementById("lost");
      const news = document.getElementById("news");
      let received = Date.now();
      let asked = received;
      let failed = false;
      let busy = false;
      let again = false;
      let events = null;

      function tell() {
        lost.hidden = !failed && Date.now() - received < old;
      }

      // The link that has the focus, by where it leads and which of those that lead there it is.
      function focused() {
        const link = document.activeElement;
        if (!link || link === main || !main.contains(link)) return null;
        const href = link.getAttribute("href");
        return { href, index: alike(href).indexOf(link) };
      }

      function alike(href) {
        return [...main.querySelectorAll("a")].filter((link) => link.getAttribute("href") === href);
      }

      function verdict(block) {
        const words = block.querySelector(".verdict").cloneNode(true);
        for (const shape of words.querySelectorAll(".shape")) shape.remove();
        return words.textContent.trim();
      }

      // Channels whose state is another than before, in words.
      function changes(newer) {
        const before = new Map();
        for (const block of main.querySelectorAll("[data-channel]")) {
          before.set(block.dataset.channel, block.dataset.state);
        }
        const told = [];
        for (const block of newer.querySelectorAll("[data-channel]")) {
          if (before.get(block.dataset.channel) === block.dataset.state) continue;
          const name = block.querySelector("h2") || newer.querySelector("h1");
          told.push(name.textContent + ": " + verdict(block));
        }
        return told.join(" ");
      }

      function show(page, newer) {
        if (newer.dataset.at !== main.dataset.at) received = asked;
        main.dataset.at = newer.dataset.at;
        if (newer.innerHTML === main.innerHTML) return;
        const told = changes(newer);
        const focus = focused();
        const { scrollX, scrollY } = window;
        main.replaceChildren(...newer.childNodes);
        if (focus) {
          const link = alike(focus.href)[focus.index];
          (link || main).focus({ preventScroll: true });
        }
        window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
        document.title = page.title;
        const asOf = page.getElementById("as-of");
        if (asOf) document.getElementById("as-of").replaceChildren(...asOf.childNodes);
        if (told) news.textContent = told;
      }

      async function refresh() {
        if (busy) {
          again = true;
          return;
        }
        busy = true;
        asked = Date.now();
        try {
          const response = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(patience) });
          const page = new DOMParser().parseFromString(await response.text(), "text/html");
          const newer = page.getElementById("main");
          failed = !response.ok || !newer || !newer.dataset.at;
          if (!failed) show(page, newer);
        } catch {
          failed = true;
        }
        busy = false;
        tell();
        if (again) {
          again = false;
          soon();
        }
      }

      // Not all readers at once.
      function soon() {
        setTimeout(refresh, Math.random() * 1000);
      }

      function check() {
        if (document.hidden) return;
        tell();
        if (Date.now() - asked >= (failed ? patience : due)) refresh();
      }

      // Looked at again after a while: it has a second to be brought up to date before it says that it is old.
      function shown() {
        if (document.hidden) return;
        refresh();
        setTimeout(tell, 1000);
      }

      function listen() {
        if (!window.EventSource) return;
        events = new EventSource("/events");
        events.addEventListener("state", soon);
        events.addEventListener("error", () => document.hidden || soon());
      }

      listen();
      setInterval(check, step);
      document.addEventListener("visibilitychange", shown);
      window.addEventListener("pagehide", () => events && events.close());
      window.addEventListener("pageshow", (event) => {
        if (!event.persisted) return;
        listen();
        shown();
      });
    })();
    """#
}
