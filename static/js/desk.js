// The desk by keyboard. Every action here has a link or a button that works without it.

const words = document.querySelector("#script-words")?.dataset ?? {};
const main = document.querySelector("#content");
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable], dialog");

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

// The list: J and K move, Enter opens, A and E go to the card for assigning and closing.
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
    if (event.target.closest("a, button") || getSelection().toString()) return;
    location.href = row.dataset.url;
  });
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
  for (const area of composer.querySelectorAll("textarea")) {
    const before = sessionStorage.getItem(key(area));
    if (before && !area.closest("form").querySelector("[data-error-summary]")) area.value = before;
    area.addEventListener("input", () => sessionStorage.setItem(key(area), area.value));
  }
  composer.addEventListener("submit", (event) => {
    for (const area of event.target.querySelectorAll("textarea")) sessionStorage.removeItem(key(area));
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

// Finding by number, surname or words.
const finder = document.querySelector("[data-find]");
if (finder) {
  const input = finder.querySelector("input");
  const list = document.createElement("ul");
  list.className = "found";
  list.id = "desk-found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.placeholder);
  finder.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  let options = [];
  let active = -1;
  let waiting = 0;
  const show = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) { active = -1; input.removeAttribute("aria-activedescendant"); }
  };
  const mark = (place) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = options.length ? (place + options.length) % options.length : -1;
    if (active < 0) return;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  };
  const part = (name, text) => {
    const piece = document.createElement("span");
    piece.className = name;
    piece.textContent = text;
    return piece;
  };
  const fill = (found) => {
    list.replaceChildren();
    options = found.map((one, place) => {
      const option = document.createElement("li");
      option.id = `desk-found-${place}`;
      option.dataset.url = one.url;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(part("number", one.number), part("who", one.who), part("what", one.subject), part("state", one.state));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); location.href = one.url; });
      return option;
    });
    if (options.length) list.append(...options);
    else {
      const nothing = part("nothing", words.nothing);
      nothing.setAttribute("role", "option");
      nothing.setAttribute("aria-disabled", "true");
      list.append(nothing);
    }
    active = -1;
    show(true);
  };
  const ask = async () => {
    const text = input.value.trim();
    if (text.length < 2) { show(false); return; }
    try {
      const answer = await fetch(`${finder.dataset.find}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && input.value.trim() === text) fill((await answer.json()).found);
    } catch { /* Enter still searches */ }
  };
  show(false);
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 180); });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) { ask(); return; }
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.href = options[active].dataset.url;
    } else if (event.key === "Escape") {
      if (list.hidden) input.blur();
      show(false);
    }
  });
}

// All keys, as the bar at the foot names them.
const showKeys = () => {
  const bar = document.querySelector(".key-bar");
  if (!bar) return;
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  const head = document.createElement("h2");
  head.textContent = words.keys;
  const close = document.createElement("button");
  close.className = "button";
  close.textContent = words.close;
  close.addEventListener("click", () => dialog.close());
  const list = document.createElement("ul");
  for (const span of bar.querySelectorAll("span")) {
    const line = document.createElement("li");
    line.append(...[...span.cloneNode(true).childNodes]);
    list.append(line);
  }
  dialog.setAttribute("aria-label", words.keys);
  dialog.append(head, list, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && finder) {
    event.preventDefault();
    finder.querySelector("input").select();
    finder.querySelector("input").focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  // By place on the keyboard, so that the Ukrainian layout works the same.
  const go = {
    KeyJ: () => choose(current + 1),
    KeyK: () => choose(current < 0 ? 0 : current - 1),
    KeyF: () => document.querySelector('[data-key="f"]')?.click(),
    KeyA: () => (rows[current] ? location.assign(`${rows[current].dataset.url}?tab=assign#composer`) : document.querySelector('[data-key="a"]')?.click()),
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
