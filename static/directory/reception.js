// The editor of a reception: the dates follow what is typed. Without this the button shows them.
(() => {
  const form = document.querySelector("[data-reception]");
  const pane = document.querySelector("[data-reception-dates]");
  if (!form || !pane) return;
  const WAIT = 250;
  let timer = 0;
  let asked = 0;

  const ask = async () => {
    const mine = ++asked;
    const told = new FormData(form);
    told.delete("csrfmiddlewaretoken");
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${form.dataset.dates}?${new URLSearchParams(told)}`, {
        redirect: "error", // signed out: the page of log-in is no list of dates
      });
      if (answer.ok && mine === asked) pane.innerHTML = await answer.text();
    } catch {
      // offline: the next change asks again
    } finally {
      if (mine === asked) pane.removeAttribute("aria-busy");
    }
  };

  form.querySelector("[data-show]").hidden = true;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
})();
