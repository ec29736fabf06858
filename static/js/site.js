// What every page has. Nothing here is needed to read or to send: it only makes it easier.

const words = document.querySelector("#script-words")?.dataset ?? {};
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// The summary of errors takes the focus, so that a reader hears it first.
document.querySelector("[data-error-summary]")?.focus();

// A link of the summary leads to the field itself, with its label in sight.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
});

// A second press does nothing while the first is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-stays")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter;
  if (!button?.classList.contains("button")) return;
  button.setAttribute("aria-busy", "true");
  button.dataset.busy = "1";
  if (button.classList.contains("is-primary") && words.busy) {
    button.dataset.words = button.innerHTML;
    button.textContent = words.busy;
  }
});
window.addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) delete form.dataset.sent;
  for (const button of all("button[data-busy]")) {
    button.removeAttribute("aria-busy");
    delete button.dataset.busy;
    if (button.dataset.words) button.innerHTML = button.dataset.words;
  }
});

// How many signs are typed.
for (const area of all("[data-count]:is(textarea, input)")) {
  const note = document.querySelector(`[data-count-for="${area.id}"]`);
  if (!note) continue;
  note.hidden = false;
  const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const count = () => {
    note.textContent = (words.left ?? "{n} / {max}")
      .replace("{n}", number(area.value.length))
      .replace("{max}", number(area.dataset.count));
  };
  area.addEventListener("input", count);
  count();
}

// A form that saves itself on the server while one types.
for (const form of all("form[data-autosave]")) {
  const note = form.querySelector("[data-draft-note]");
  let waiting = 0;
  const save = async () => {
    if (form.dataset.sent) return;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const { saved_at: at, url } = await answer.json();
      if (url && new URL(url, location.href).pathname !== location.pathname) {
        history.replaceState(null, "", url);
        form.action = url;
      }
      if (note) note.textContent = `${words.saved ?? ""} ${at}`;
    } catch { /* the next change tries again */ }
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(waiting);
    waiting = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// A form without a draft on the server keeps its texts in this tab until they are sent.
for (const form of all("form[data-draft]")) {
  const key = `draft:${form.dataset.draft}`;
  const fields = () => all("textarea, input[type=text], input:not([type])", form).filter((one) => one.name);
  let kept = {};
  try { kept = JSON.parse(sessionStorage.getItem(key) ?? "{}"); } catch { /* not ours */ }
  let isRestored = false;
  for (const field of fields()) {
    if (field.value || !kept[field.name]) continue;
    field.value = kept[field.name];
    isRestored = true;
  }
  const note = form.querySelector("[data-draft-note]");
  if (isRestored && note) note.textContent = words.restored ?? "";
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields().filter((one) => one.value).map((one) => [one.name, one.value]));
    try { sessionStorage.setItem(key, JSON.stringify(typed)); } catch { /* no room: the page still has it */ }
  });
  // What was refused comes back filled in by the server; what was taken must not come back.
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}

// Questions that only concern one answer appear with it; without script they are always there.
for (const part of all("[data-shown-with]")) {
  const [name, value] = part.dataset.shownWith.split("=");
  const inputs = all(`[name="${name}"]`);
  const show = () => { part.hidden = !inputs.some((one) => one.checked && one.value === value); };
  for (const input of inputs) input.addEventListener("change", show);
  show();
}

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A map comes when it comes into sight: its script and its letters weigh nothing before that.
const add = (name, facts) => new Promise((done, fail) => {
  const part = Object.assign(document.createElement(name), facts);
  part.addEventListener("load", done);
  part.addEventListener("error", fail);
  document.head.append(part);
});
const maps = all("[data-map]");
const seen = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  seen.disconnect();
  const { leaflet, leafletStyle, script } = maps[0].dataset;
  Promise.all([add("link", { rel: "stylesheet", href: leafletStyle }), add("script", { src: leaflet })])
    .then(() => import(script))
    .catch(() => { /* the address beside the map says the same */ });
}, { rootMargin: "200px" });
for (const map of maps) seen.observe(map);

// Menus that float close when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of all("details:is(.menu, .site-menu)[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.activeElement?.closest("details:is(.menu, .site-menu)[open]");
  if (!menu) return;
  menu.open = false;
  event.preventDefault();
  menu.querySelector("summary").focus();
  event.stopPropagation();
});

// «Можна повернути» stays at least ten seconds and goes with the next action elsewhere.
for (const bar of all("[data-undo]")) {
  const since = Date.now();
  document.addEventListener("submit", (event) => {
    if (!bar.contains(event.target) && Date.now() - since > 10_000) bar.remove();
  });
}

// The clock of a held place: minutes and seconds on the screen, one sentence a minute for a reader.
for (const clock of all(".hold-clock[data-seconds]")) {
  const shown = clock.querySelector(".hold-left");
  const ends = Date.now() + Number(clock.dataset.seconds) * 1000;
  const ticking = document.createElement("span");
  ticking.setAttribute("aria-hidden", "true");
  shown.before(ticking);
  let said = null;
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    ticking.textContent = ` ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} `;
    const minutes = Math.ceil(left / 60);
    if (said !== null && said !== minutes) {
      shown.className = "hold-left visually-hidden";
      shown.textContent = `${minutes} ${words.minutes ?? ""}`.trim();
    }
    said = minutes;
    if (!left) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  if (Number(clock.dataset.seconds)) tick();
}

// The button repeats the chosen time.
for (const button of all("button[data-repeats]")) {
  button.form.addEventListener("change", () => {
    const chosen = button.form.querySelector("input[name=at]:checked + span");
    if (chosen) button.textContent = button.dataset.repeats.replace("{time}", `${button.dataset.day}, ${chosen.textContent}`);
  });
}
