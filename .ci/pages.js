// What a page must hold for keyboard, screen reader and small screens. It is put into a copy of the page, and leaves what
// is wrong in the attribute data-problems of the root; "none" if nothing is.
addEventListener("load", () => {
  const problems = [];
  const told = (what, element) => problems.push(`${what}: ${element.outerHTML.slice(0, 90)}`);
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Names: what a screen reader would say.
  const name = (element) =>
    (element.getAttribute("aria-label") || [...(element.labels ?? [])].map((label) => label.innerText).join(" ") ||
      element.innerText || "").trim();
  const operable = all("a[href], input, summary, button, [tabindex]");
  for (const element of operable) {
    if (!name(element)) told("no name", element);
    if (element.tabIndex > 0) told("out of order", element);
    if (element.closest("details:not([open])") && element.localName !== "summary") continue;
    element.focus();
    if (document.activeElement !== element) told("gets no focus", element);
    if (element.matches(":focus-visible") && getComputedStyle(element).outlineStyle === "none") told("focus is not seen", element);
  }
  document.activeElement.blur();
  for (const image of all("[role=img], svg")) {
    if (!image.getAttribute("aria-label") && image.getAttribute("aria-hidden") !== "true") told("image without words", image);
  }

  // Structure.
  if (!document.documentElement.lang || !document.title) problems.push("no language or title");
  for (const one of ["main", "h1", "header"]) if (all(one).length !== 1) problems.push(`not one ${one}`);
  let level = 0;
  for (const heading of all("h1, h2, h3, h4")) {
    const next = Number(heading.localName[1]);
    if (next > level + 1) told("level left out", heading);
    level = next;
  }
  const ids = all("[id]").map((element) => element.id);
  if (new Set(ids).size !== ids.length) problems.push("an id occurs twice");
  for (const link of all("a[href^='#']")) if (!document.querySelector(link.hash)) told("leads nowhere", link);
  for (const table of all("table")) if (!table.caption) told("no caption", table);
  for (const cell of all("th")) if (!cell.scope) told("no scope", cell);

  // All text is there to be read, and wide parts scroll by themselves.
  for (const box of all("details")) box.open = true;
  const hidden = (element) => element.closest(".hidden, caption, .skip, style, script");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const color = (text) => {
    const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    context.fillStyle = text;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const linear = (c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  // The colours behind an element, the nearest last, painted over each other.
  const behind = (element) => {
    let paint = [255, 255, 255];
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(color(getComputedStyle(at).backgroundColor));
    for (const [r, g, b, a] of layers) paint = paint.map((c, i) => c + (([r, g, b][i] - c) * a) / 255);
    return paint;
  };
  const seen = new Set();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || hidden(element) || seen.has(element)) continue;
    seen.add(element);
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) { told("not to be seen", element); continue; }
    const style = getComputedStyle(element);
    const ink = color(element instanceof SVGElement ? style.fill : style.color);
    const [light, dark] = [luminance(ink), luminance(behind(element))].sort((a, b) => b - a);
    if ((light + 0.05) / (dark + 0.05) < 4.5) told(`contrast ${((light + 0.05) / (dark + 0.05)).toFixed(1)}`, element);
  }
  if (document.documentElement.scrollWidth > innerWidth) {
    problems.push(`wider than the window: ${document.documentElement.scrollWidth} of ${innerWidth}`);
  }
  document.documentElement.dataset.problems = problems.join(" | ") || "none";
});
