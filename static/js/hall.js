// Screens of a hall: the clock, the voice of the board, the pad and the way home of the terminal.

const clock = document.querySelector("[data-clock]");
const tick = () => { clock.textContent = new Date().toLocaleTimeString("uk-UA", { hour: "numeric", minute: "2-digit", timeZone: clock.dataset.clock }); };
if (clock) { tick(); setInterval(tick, 5000); }

// ---- the board: a chime and, where the browser has a Ukrainian voice, the words
const sound = document.querySelector("[data-sound]");
if (sound) {
  const heard = new Set();
  const calls = () => [...document.querySelectorAll("[data-call][data-times]")].filter((row) => row.dataset.times);
  const key = (row) => `${row.dataset.call}|${row.dataset.window}|${row.dataset.times}`;
  for (const row of calls()) heard.add(key(row));
  let audio = null;
  const chime = () => new Promise((done) => {
    const begins = audio.currentTime + 0.05;
    [[659.25, 0], [523.25, 0.35], [783.99, 0.7]].forEach(([pitch, after]) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, begins + after);
      volume.gain.linearRampToValueAtTime(0.35, begins + after + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, begins + after + 0.6);
      tone.connect(volume).connect(audio.destination);
      tone.start(begins + after);
      tone.stop(begins + after + 0.65);
    });
    setTimeout(done, 1500);
  });
  const say = (text) => new Promise((done) => {
    const voice = window.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith("uk"));
    if (!voice) { done(); return; }
    const words = new SpeechSynthesisUtterance(text);
    Object.assign(words, { voice, lang: "uk-UA", rate: 0.9, onend: done, onerror: done });
    speechSynthesis.speak(words);
    setTimeout(done, 12_000);
  });
  let line = Promise.resolve();
  document.addEventListener("live", () => {
    for (const row of calls().reverse()) {
      if (heard.has(key(row))) continue;
      heard.add(key(row));
      row.classList.add("is-new");
      if (!audio) continue;
      const spoken = row.dataset.call.replace("-", " ").replace(/\b0+(?=\d)/g, "");
      const text = sound.dataset.say.replace("{number}", spoken).replace("{window}", row.dataset.window);
      line = line.then(chime).then(() => say(text));
    }
    if (heard.size > 500) for (const old of [...heard].slice(0, 250)) heard.delete(old);
  });
  sound.hidden = false;
  sound.addEventListener("click", async () => {
    const isOn = sound.getAttribute("aria-pressed") !== "true";
    sound.setAttribute("aria-pressed", String(isOn));
    sound.textContent = isOn ? sound.dataset.on : sound.dataset.off;
    if (isOn) {
      audio = new AudioContext();
      await chime();
    } else {
      audio?.close();
      audio = null;
    }
  });
}

// ---- the terminal
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
}
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
const scan = document.querySelector("[data-scan]");
if (scan) {
  // A scanner types as a keyboard does, wherever one has touched last.
  document.addEventListener("keydown", (event) => {
    if (event.target === scan || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length === 1 && !event.target.closest("button, a, input")) scan.focus();
  });
  const pad = document.querySelector("[data-pad]");
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("rub" in button.dataset) scan.value = scan.value.slice(0, -1);
    else scan.value = (button.dataset.sign.endsWith("-") ? "" : scan.value) + button.dataset.sign;
  });
}
const place = document.querySelector("[data-home]");
if (place) {
  const after = Number(place.dataset.homeAfter ?? 0);
  let timer = 0;
  const home = () => location.assign(place.dataset.home);
  const wait = () => {
    clearTimeout(timer);
    if (after) timer = setTimeout(home, after * 1000);
    else if (scan?.value) timer = setTimeout(home, 60_000);
    else timer = setTimeout(home, 120_000);
  };
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, wait);
  wait();
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
// The terminal's printer takes the ticket by itself, once (the browser runs with --kiosk-printing).
const slip = document.querySelector("[data-print-once]");
if (slip && new URLSearchParams(location.search).get("print") !== "no") {
  const done = `printed:${slip.dataset.printOnce}`;
  if (!sessionStorage.getItem(done)) {
    sessionStorage.setItem(done, "1");
    addEventListener("load", () => setTimeout(() => window.print(), 300));
  }
}
