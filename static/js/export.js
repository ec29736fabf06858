// A file being made: asks how far it is, and shows the finished page when it is ready.
const pane = document.querySelector("[data-export]");
const EVERY = 1500;

const ask = async () => {
  try {
    const answer = await fetch(pane.dataset.export, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.is_over) {
      location.reload();
      return;
    }
    pane.querySelector("[data-done]").textContent = told.done;
    pane.querySelector("progress").value = told.percent;
  } catch {
    // offline for a moment: ask again
  }
  setTimeout(ask, EVERY);
};

if (pane) setTimeout(ask, EVERY);
