// What a check asks of the page in hand. Put into every page before its own script runs.
window.look = (() => {
  "use strict";

  const reachable = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";

  function isDrawn(element) {
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  }

  // Kept for screen readers alone: one pixel, or clipped to nothing.
  function isForReadersOnly(element) {
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.clipPath === "inset(50%)" && style.position === "absolute") return true;
    }
    return false;
  }

  function name(element) {
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.tagName.toLowerCase()}> “${words}”`;
  }

  // MARK: Colours

  function channels(colour) {
    const parts = colour.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  }

  function luminance(rgb) {
    const linear = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  function contrast(one, other) {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  function paper(element) {
    for (let each = element; each; each = each.parentElement) {
      const { rgb, alpha } = channels(getComputedStyle(each).backgroundColor);
      if (alpha > 0) return rgb;
    }
    return [255, 255, 255];
  }

  // MARK: Reflow

  // By how many pixels the document is wider than the window.
  function overhang() {
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  }

  function textNodes() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (walker.currentNode.data.trim()) nodes.push(walker.currentNode);
    return nodes;
  }

  // Texts of which a part lies outside of the window's width, or of a box that hides what does not fit.
  function cutOff() {
    const width = document.documentElement.clientWidth;
    const found = new Set();
    for (const node of textNodes()) {
      const parent = node.parentElement;
      if (!isDrawn(parent) || isForReadersOnly(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        if (rect.width === 0) continue;
        if (rect.left < -1 || rect.right > width + 1) found.add(name(parent));
        for (let box = parent; box && box !== document.body; box = box.parentElement) {
          const style = getComputedStyle(box);
          const bounds = box.getBoundingClientRect();
          const hidesSides = ["hidden", "clip"].includes(style.overflowX);
          const hidesEnds = ["hidden", "clip"].includes(style.overflowY);
          if (hidesSides && (rect.left < bounds.left - 1 || rect.right > bounds.right + 1)) found.add(name(parent));
          if (hidesEnds && (rect.top < bounds.top - 1 || rect.bottom > bounds.bottom + 1)) found.add(name(parent));
        }
      }
    }
    return [...found];
  }

  // MARK: States

  // What tells a reader the state, by word: each must be seen in every way of looking.
  const stating = "h1, .verdict, .warning:not([hidden]), .empty, .tally, caption, tbody td, tbody th, .cause";

  function stateWords() {
    return [...document.querySelectorAll(stating)].map((element) => element.textContent.replace(/\s+/g, " ").trim());
  }

  function hiddenWords() {
    const found = [];
    for (const element of document.querySelectorAll(stating)) {
      const box = element.getBoundingClientRect();
      const seen = isDrawn(element) && box.width > 1 && box.height > 1;
      const ink = channels(getComputedStyle(element).color).rgb;
      if (!seen || contrast(ink, paper(element)) < 4.5) found.push(name(element));
    }
    return found;
  }

  // Bars of a picture that look like the empty track behind them.
  function lostBars() {
    const found = new Set();
    for (const picture of document.querySelectorAll("svg[role=img]")) {
      const track = picture.querySelector(".track");
      for (const bar of picture.querySelectorAll("rect[class]:not(.track)")) {
        const fills = [bar, track].map((rect) => channels(getComputedStyle(rect).fill).rgb);
        if (contrast(fills[0], fills[1]) < 3) found.add(bar.getAttribute("class"));
      }
    }
    return [...found];
  }

  // MARK: Keyboard

  function links() {
    return [...document.querySelectorAll(reachable)].filter((element) => element.checkVisibility());
  }

  // Where the focus is, and whether a reader sees it there.
  function focused() {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const line = channels(style.outlineColor).rgb;
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const rects = [...element.getClientRects()];
    const first = rects[0] || box;
    const top = document.elementFromPoint(first.left + first.width / 2, first.top + first.height / 2);
    return {
      index: links().indexOf(element),
      name: name(element),
      isSeen: isDrawn(element) && !isForReadersOnly(element) && box.width > 1 && box.height > 1,
      isMarked: outlined && contrast(line, paper(element.parentElement)) >= 3,
      isOnTop: top !== null && (element.contains(top) || top.contains(element)),
    };
  }

  // WCAG 2.2, 2.5.8: 24 by 24 pixels, or a link inside of a sentence, or far enough from every other.
  function smallTargets() {
    const targets = links().filter((element) => isDrawn(element) && !isForReadersOnly(element));
    const boxes = targets.map((element) => element.getBoundingClientRect());
    const isSmall = boxes.map((box) => box.width < 24 || box.height < 24);
    const found = [];
    targets.forEach((target, index) => {
      if (!isSmall[index] || isInSentence(target)) return;
      const [x, y] = [boxes[index].left + boxes[index].width / 2, boxes[index].top + boxes[index].height / 2];
      const isCrowded = targets.some((other, place) => {
        if (place === index) return false;
        const box = boxes[place];
        const nearest = [Math.min(Math.max(x, box.left), box.right), Math.min(Math.max(y, box.top), box.bottom)];
        const middle = [box.left + box.width / 2, box.top + box.height / 2];
        const distance = Math.hypot(x - nearest[0], y - nearest[1]);
        return distance < 12 || (isSmall[place] && Math.hypot(x - middle[0], y - middle[1]) < 24);
      });
      if (isCrowded) found.push(name(target));
    });
    return found;
  }

  function isInSentence(target) {
    if (getComputedStyle(target).display !== "inline") return false;
    let block = target.parentElement;
    while (block && getComputedStyle(block).display === "inline") block = block.parentElement;
    return block !== null && block.textContent.trim().length > target.textContent.trim().length;
  }

  // MARK: Words

  // What a reader reads, without the time at which it was asked: of that time of day, wherever it stands.
  function words() {
    const main = document.querySelector("main");
    const text = [document.title, main.innerText].join("\n");
    const asked = main.dataset.at ? main.dataset.at.slice(11, 19) : null;
    if (asked === null) return text;
    return text.replaceAll(asked, "").replaceAll(asked.replace(/:00$/, ""), "");
  }

  // Larger letters, and more room between them (WCAG 2.2, 1.4.4 and 1.4.12), as a reader's own settings would have it.
  function roomier(rules) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  }

  return {
    overhang, cutOff, stateWords, hiddenWords, lostBars, links: () => links().map(name), focused, smallTargets, words,
    roomier,
  };
})();
