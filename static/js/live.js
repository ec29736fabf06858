// Pieces of a page that change by themselves. A piece is asked for again every few seconds, and at
// once when the stream says that something has happened; unchanged, it costs a header. When the
// server does not answer, the last state stays, a note says so, and asking goes on.

const isTyping = () => document.activeElement?.closest("input:not([type=hidden]), textarea, select, [contenteditable]");
const note = document.querySelector("[data-live-note]");
let lost = 0;
let isStreamed = false;

const follow = (place) => {
  const { live: url, liveEvery: every = "5", liveMark: mark } = place.dataset;
  const pause = Number(every) * 1000;
  let known = "";
  let timer = 0;
  let isAsking = false;
  let isAgain = false;
  const ask = async () => {
    clearTimeout(timer);
    // What happens while an answer is on its way may not be in it.
    if (isAsking) { isAgain = true; return; }
    isAsking = true;
    isAgain = false;
    try {
      const answer = await fetch(url, {
        headers: { Accept: "text/html", ...(known ? { "If-None-Match": known } : {}) },
        cache: "no-store",
        signal: AbortSignal.timeout(8000),
      });
      if (answer.redirected || answer.status === 404) { location.reload(); return; }
      if (!answer.ok && answer.status !== 304) throw new Error(String(answer.status));
      lost = 0;
      if (note) note.hidden = true;
      document.documentElement.removeAttribute("data-lost");
      if (answer.status !== 304) {
        known = answer.headers.get("ETag") ?? "";
        show(await answer.text());
      }
    } catch {
      lost += 1;
      if (lost > 1 && note) note.hidden = false;
      if (lost > 1) document.documentElement.dataset.lost = "1";
    } finally {
      isAsking = false;
      // After trouble a little slower, and never all the screens of a hall at one moment.
      timer = setTimeout(ask, lost ? Math.min(pause * 2, 10_000) * (0.7 + Math.random() * 0.6) : isAgain ? 50 : isStreamed ? pause * 6 : pause);
    }
  };
  const show = (text) => {
    const fresh = document.createElement("template");
    fresh.innerHTML = text;
    const told = fresh.content.querySelector("[data-mark]")?.dataset.mark;
    // The visitor of this window has changed elsewhere: the page is asked for anew.
    if (mark !== undefined && told !== undefined && told !== mark && !isTyping()) { location.reload(); return; }
    // Nothing moves under an open menu or a pressed button; it comes with a later look.
    if (place.querySelector("details[open]") || place.contains(document.activeElement)) { known = ""; return; }
    place.replaceChildren(fresh.content);
    place.dispatchEvent(new CustomEvent("live", { bubbles: true }));
  };
  timer = setTimeout(ask, pause);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  addEventListener("online", ask);
  return ask;
};
const asks = [...document.querySelectorAll("[data-live]")].map(follow);

// Where there is a stream, it tells when to ask; it carries no data of its own.
const stream = document.querySelector("[data-live-stream]")?.dataset.liveStream;
if (stream && "EventSource" in window) {
  const source = new EventSource(stream, { withCredentials: true });
  source.addEventListener("open", () => { isStreamed = true; for (const ask of asks) ask(); });
  source.addEventListener("error", () => { isStreamed = false; });
  source.addEventListener("news", () => { for (const ask of asks) ask(); });
}

// Keys by their place on the keyboard, so that the Ukrainian layout works the same.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping()) return;
  const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
  if (!letter) return;
  const button = document.querySelector(`[data-hotkey="${letter}"]`);
  const target = document.querySelector(`[data-hotkey-focus="${letter}"]`);
  if (button) { event.preventDefault(); button.click(); }
  else if (target) { event.preventDefault(); (target.form.querySelector("input[type=radio]") ?? target).focus(); }
});
