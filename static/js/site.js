// What every page has: nothing here is needed to read or to send, it only makes it easier.

const words = document.documentElement.lang === "en"
  ? { busy: "Sending…", saved: "Draft saved at", left: (n, max) => `${n} of ${max} signs` }
  : { busy: "Надсилаємо…", saved: "Чернетку збережено о", left: (n, max) => `${n} з ${max} знаків` };

// The summary of errors takes the focus, so that a reader hears it first.
document.querySelector("[data-error-summary]")?.focus();

// A second press does nothing while the first is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter;
  if (button && button.classList.contains("button")) {
    button.setAttribute("aria-busy", "true");
    button.dataset.words = button.textContent;
    if (button.classList.contains("is-primary")) button.textContent = words.busy;
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    if (button.dataset.words) button.textContent = button.dataset.words;
  }
});

// How many signs are typed.
for (const area of document.querySelectorAll("textarea[data-count]")) {
  const note = document.querySelector(`[data-count-for="${area.id}"]`);
  if (!note) continue;
  note.hidden = false;
  const count = () => { note.textContent = words.left(area.value.length, area.dataset.count); };
  area.addEventListener("input", count);
  count();
}

// A form that saves itself while one types.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const note = form.querySelector("[data-draft-note]");
  let waiting = 0;
  const save = async () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { saved_at: at, url } = await answer.json();
      if (url && new URL(url, location.href).pathname !== location.pathname) {
        history.replaceState(null, "", url);
        form.action = url;
      }
      if (note) note.textContent = `${words.saved} ${at}`;
    } catch { /* the next change tries again */ }
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(waiting);
    waiting = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// Questions that only concern one answer appear with it; without script they are always there.
for (const part of document.querySelectorAll("[data-shown-with]")) {
  const [name, value] = part.dataset.shownWith.split("=");
  const show = () => {
    const chosen = document.querySelector(`[name="${name}"]:checked`);
    part.hidden = !chosen || chosen.value !== value;
  };
  for (const input of document.querySelectorAll(`[name="${name}"]`)) input.addEventListener("change", show);
  show();
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

