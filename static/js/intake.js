// Writing down an appeal by keyboard. Without this every part still opens and is sent by its button.

const form = document.querySelector("[data-intake]");
const values = () => new Set([...new FormData(form)].map(([name, value]) => `${name}=${value}`));

// A part that the last choice asks for is opened; nothing that a person opened is ever folded.
const openWanted = () => {
  const chosen = values();
  for (const part of form.querySelectorAll("[data-opens]")) {
    if (part.dataset.opens.split(" ").some((pair) => chosen.has(pair))) part.open = true;
  }
};

if (form) {
  openWanted();
  form.addEventListener("change", openWanted);
  form.querySelector("[data-key-hint]").hidden = false;
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  const wrong = form.querySelector("[aria-invalid]") ?? form.querySelector(".has-error input");
  wrong?.focus();
}
