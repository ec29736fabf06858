// The editor of print forms: the preview follows what is typed. Without this the button shows it.
(() => {
  const room = document.querySelector("[data-papers]");
  if (!room) return;
  const source = room.querySelector("textarea");
  const pane = room.querySelector(".papers__preview");
  const trouble = room.querySelector("[data-trouble]");
  const says = room.querySelector("[data-says]");
  const pages = room.querySelector("[data-pages]");
  const line = room.querySelector("[data-line]");
  const token = room.querySelector("[name=csrfmiddlewaretoken]").value;
  const WAIT = 700;
  let timer = 0;
  let asked = 0;

  const tellLine = () => {
    const number = source.value.slice(0, source.selectionStart).split("\n").length;
    line.textContent = `${line.dataset.words} ${number}`;
  };

  const show = (answer) => {
    trouble.hidden = !answer.trouble;
    says.textContent = answer.trouble;
    source.setAttribute("aria-invalid", answer.trouble ? "true" : "false");
    if (answer.trouble) return; // the last good pages stay
    pages.replaceChildren(
      ...answer.pages.map((address, place) => {
        const picture = document.createElement("img");
        picture.src = address;
        picture.alt = `${pages.dataset.alt} ${place + 1}`;
        return picture;
      }),
    );
  };

  const ask = async () => {
    const mine = ++asked;
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(room.dataset.preview, {
        method: "POST",
        body: new URLSearchParams({ source: source.value }),
        headers: { "X-CSRFToken": token },
      });
      if (answer.ok && mine === asked) show(await answer.json());
    } catch {
      // offline: the next change asks again
    } finally {
      if (mine === asked) pane.removeAttribute("aria-busy");
    }
  };

  source.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  for (const event of ["input", "keyup", "click", "focus"]) {
    source.addEventListener(event, tellLine);
  }
  source.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey) return;
    if (source.selectionStart === source.selectionEnd) return; // a plain Tab goes on to the buttons
    event.preventDefault();
    source.setRangeText("  ", source.selectionStart, source.selectionStart, "preserve");
  });
})();
