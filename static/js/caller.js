// Booking for a caller by keyboard. Without this every service is a link and Enter still books.

const find = document.querySelector("[data-narrow]");
const rows = [...document.querySelectorAll("[data-found] > li")];
const none = document.querySelector("[data-none]");
const plain = (text) => text.toLocaleLowerCase("uk").replaceAll(/[’'ʼ]/g, "").trim();

const shown = () => rows.filter((row) => !row.hidden);
const narrow = () => {
  const words = plain(find.value).split(/\s+/).filter(Boolean);
  for (const row of rows) row.hidden = !words.every((word) => plain(row.textContent).includes(word));
  none.hidden = shown().length > 0;
};

if (find) {
  find.addEventListener("input", narrow);
  narrow();
  find.form.addEventListener("submit", (event) => {
    event.preventDefault();
    shown()[0]?.querySelector("a")?.click();
  });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    shown()[0]?.querySelector("a")?.focus();
  });
}

const call = document.querySelector("[data-call]");
if (call) {
  const { phone, visitor } = call.elements;
  (call.querySelector("[aria-invalid=true]") ?? phone).focus();
  phone.addEventListener("change", async () => {
    if (visitor.value.trim() || !phone.value.trim()) return;
    const answer = await fetch(`${call.dataset.name}?${new URLSearchParams({ phone: phone.value })}`).catch(() => null);
    if (!answer?.ok) return;
    const { visitor: name } = await answer.json();
    if (name && !visitor.value.trim()) visitor.value = name;
  });
}
