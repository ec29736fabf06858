// The desk by keyboard. Every action here has a link or a button that works without it.

const words = document.querySelector("#script-words")?.dataset ?? {};
const main = document.querySelector("#content");
const isTyping = (target) => target.closest("input:not([data-tick], [data-tick-all]), textarea, select, [contenteditable], dialog");

// Figures beside the saved views come after the page, so that no list waits for them.
const views = document.querySelector("[data-counts]");
if (views) {
  fetch(views.dataset.counts, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { counts: {} }))
    .then(({ counts }) => {
      for (const place of views.querySelectorAll("[data-count]")) {
        const many = counts[place.dataset.count];
        if (many === undefined) continue;
        place.textContent = many;
        place.classList.toggle("is-bad", place.classList.contains("is-alarm") && many !== "0");
      }
    })
    .catch(() => {});
}

// Linked and similar cases come after the card; without this a link leads to them.
const later = document.querySelector("[data-load]");
if (later) {
  fetch(later.dataset.load, { headers: { "HX-Request": "true" } })
    .then((answer) => (answer.ok ? answer.text() : later.innerHTML))
    .then((html) => { if (html.trim()) later.innerHTML = html; else later.remove(); })
    .catch(() => {});
}

// The list: J and K move, Enter opens, X ticks, A and E go to the card for assigning and closing.
const rows = [...document.querySelectorAll("[data-case-list] .case-row")];
let current = -1;
const keptRow = () => `desk-row:${location.pathname}${location.search}`;
const choose = (place, isQuiet = false) => {
  if (!rows.length) return;
  rows[current]?.classList.remove("is-current");
  current = Math.max(0, Math.min(rows.length - 1, place));
  rows[current].classList.add("is-current");
  sessionStorage.setItem(keptRow(), rows[current].dataset.url);
  if (isQuiet) return;
  rows[current].querySelector(".what a").focus({ preventScroll: true });
  rows[current].scrollIntoView({ block: "nearest" });
};
const kept = rows.findIndex((row) => row.dataset.url === sessionStorage.getItem(keptRow()));
if (kept >= 0) choose(kept, true);
for (const [place, row] of rows.entries()) {
  row.addEventListener("focusin", () => { if (place !== current) choose(place, true); });
  row.addEventListener("click", (event) => {
    if (event.target.closest("a, button, .tick") || getSelection().toString()) return;
    location.href = row.dataset.url;
  });
}

// Ticked rows: how many there are, and all of the page at once.
const ticking = document.querySelector("[data-ticks]");
const ticks = ticking ? [...ticking.querySelectorAll("[data-tick]")] : [];
const countTicks = () => {
  const many = ticks.filter((tick) => tick.checked).length;
  const all = ticking.querySelector("[data-tick-all]");
  ticking.querySelector("[data-tick-count]").textContent = many || "";
  all.checked = many === ticks.length;
  all.indeterminate = many > 0 && many < ticks.length;
};
if (ticking) {
  ticking.querySelector(".tick-all").hidden = false;
  ticking.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) for (const tick of ticks) tick.checked = event.target.checked;
    countTicks();
  });
  addEventListener("pageshow", countTicks);
}

// The composer: tabs without a reload; what is typed in each stays until it is sent.
const composer = document.querySelector("[data-composer]");
const openTab = (code, isFocused = true) => {
  const panel = composer?.querySelector(`[data-panel="${code}"]`);
  if (!panel) return false;
  for (const other of composer.querySelectorAll("[data-panel]")) other.hidden = other !== panel;
  for (const tab of composer.querySelectorAll("[data-tab]")) {
    const isThis = tab.dataset.tab === code;
    if (isThis) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
    if (isThis) tab.parentElement.hidden = false;
  }
  document.querySelector(".card-buttons details[open]")?.removeAttribute("open");
  if (isFocused) {
    panel.querySelector("textarea, select, input:not([type=hidden])")?.focus();
    composer.scrollIntoView({ block: "nearest" });
  }
  return true;
};
document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tab]");
  if (tab && !event.ctrlKey && !event.metaKey && openTab(tab.dataset.tab)) event.preventDefault();
});
if (composer) {
  const key = (area) => `desk:${composer.dataset.case}:${area.id}`;
  // What was typed over an older text comes back with the version it was typed over, so that the
  // newer one is not overwritten unseen.
  const seen = (area) => area.form.querySelector("input[name=version]");
  for (const area of composer.querySelectorAll("textarea")) {
    const before = sessionStorage.getItem(key(area));
    if (before && !area.closest("form").querySelector("[data-error-summary]")) {
      area.value = before;
      const over = sessionStorage.getItem(`${key(area)}:version`);
      if (over && seen(area)) seen(area).value = over;
    }
    area.addEventListener("input", () => {
      sessionStorage.setItem(key(area), area.value);
      if (seen(area)) sessionStorage.setItem(`${key(area)}:version`, seen(area).value);
    });
  }
  composer.addEventListener("submit", (event) => {
    for (const area of event.target.querySelectorAll("textarea")) {
      sessionStorage.removeItem(key(area));
      sessionStorage.removeItem(`${key(area)}:version`);
    }
  });
  composer.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.target.closest("form")?.requestSubmit();
  });
}
// Nothing typed is left on the machine for the next person.
document.addEventListener("submit", (event) => {
  if (event.target.action.includes("/logout")) sessionStorage.clear();
}, true);

// The palette: everything this page offers, and cases by number, surname or words.
const finder = document.querySelector("[data-find]");
const element = (tag, name = "", text = "") => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
};
const openPalette = () => {
  const box = finder.querySelector("input");
  const dialog = element("dialog", "palette");
  const input = element("input");
  const list = element("ul");
  dialog.setAttribute("aria-label", box.placeholder);
  Object.assign(input, { type: "search", placeholder: box.placeholder, autocomplete: "off", maxLength: 200 });
  for (const [name, value] of [["aria-label", box.placeholder], ["role", "combobox"], ["aria-controls", "palette-list"], ["aria-expanded", "true"], ["aria-autocomplete", "list"]]) input.setAttribute(name, value);
  list.id = "palette-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.placeholder);
  const here = [...document.querySelectorAll(".composer-tabs a, .card-buttons a, .rail li > a")];
  let options = [];
  let active = -1;
  let waiting = 0;
  const mark = (place) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = options.length ? (place + options.length) % options.length : -1;
    if (active < 0) { input.removeAttribute("aria-activedescendant"); return; }
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  };
  const fill = (found, isOver) => {
    const typed = input.value.trim().toLowerCase();
    const seen = new Set();
    const actions = here
      .map((link) => [link.firstChild?.textContent.trim() || link.textContent.trim(), link])
      .filter(([name]) => name && name.toLowerCase().includes(typed) && !seen.has(name) && seen.add(name));
    options = [
      ...found.map((one) => {
        const link = element("a");
        link.href = one.url;
        link.append(element("span", "number", one.number), element("span", "who", one.who), element("span", "what", one.subject));
        return link;
      }),
      ...actions.map(([name, link]) => {
        const copy = element("a", "", name);
        copy.href = link.href;
        copy.addEventListener("click", (event) => { event.preventDefault(); dialog.close(); link.click(); });
        return copy;
      }),
    ];
    list.replaceChildren(...options.map((link, place) => {
      const line = element("li");
      line.setAttribute("role", "none");
      Object.assign(link, { id: `palette-${place}`, tabIndex: -1 });
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      line.append(link);
      return line;
    }));
    note.hidden = options.length > 0 || !isOver;
    active = -1;
    if (options.length) mark(0);
  };
  const ask = async () => {
    const text = input.value.trim();
    if (text.length < 2) { fill([], false); return; }
    try {
      const answer = await fetch(`${finder.dataset.find}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && input.value.trim() === text) fill((await answer.json()).found, true);
    } catch { /* the list's own search is one Enter away */ }
  };
  const note = element("p", "palette-note", words.nothing);
  note.setAttribute("role", "status");
  note.hidden = true;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 180); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      options[active]?.click();
    }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(input, list, note);
  document.body.append(dialog);
  dialog.showModal();
  fill([], false);
};

// All keys, as the bar at the foot names them.
const showKeys = () => {
  const bar = document.querySelector(".key-bar");
  if (!bar) return;
  const dialog = element("dialog", "keys");
  const close = element("button", "button", words.close);
  const table = element("table");
  for (const span of bar.querySelectorAll("span")) {
    const line = element("tr");
    const keys = element("th");
    keys.scope = "row";
    keys.append(...[...span.querySelectorAll("kbd")].map((key) => key.cloneNode(true)));
    const what = [...span.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent.trim()).join(" ");
    line.append(keys, element("td", "", what));
    table.append(line);
  }
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  dialog.setAttribute("aria-label", words.keys);
  dialog.append(element("h2", "", words.keys), table, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && finder) {
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) openPalette();
    return;
  }
  // An open menu has taken Esc for itself; from the form nothing leads away with what was chosen.
  if (event.defaultPrevented || (event.key === "Escape" && composer?.contains(event.target))) return;
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  // By place on the keyboard, so that the Ukrainian layout works the same.
  const go = {
    KeyJ: () => choose(current + 1),
    KeyK: () => choose(current < 0 ? 0 : current - 1),
    KeyR: () => { const code = composer?.querySelector("[data-panel]:not([hidden])")?.dataset.panel; if (code) openTab(code); },
    KeyX: () => { const tick = rows[current]?.querySelector("[data-tick]"); tick?.click(); },
    KeyF: () => document.querySelector('[data-key="f"]')?.click(),
    KeyA: () => (ticks.some((tick) => tick.checked) ? ticking.requestSubmit() : rows[current] ? location.assign(`${rows[current].dataset.url}?tab=assign#composer`) : document.querySelector('[data-key="a"]')?.click()),
    KeyE: () => (rows[current] ? location.assign(rows[current].dataset.url) : document.querySelector('[data-key="e"]')?.focus()),
    Escape: () => (composer ? document.querySelector(".rail .rail-sections a")?.click() : null),
  }[event.code];
  if (event.key === "?") { event.preventDefault(); showKeys(); return; }
  if (!go) return;
  event.preventDefault();
  go();
});
main?.addEventListener("toggle", (event) => {
  if (event.target.matches("details.menu[open]")) event.target.querySelector("a")?.focus();
}, true);
