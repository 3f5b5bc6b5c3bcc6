// While money is awaited the page asks how it stands every three seconds, and is drawn anew only when there is news.
const EVERY = 3000;

async function look() {
  const card = document.querySelector("[data-state]");
  if (!card) return;
  try {
    const address = `${card.dataset.state}?seen=${encodeURIComponent(card.dataset.seen)}`;
    const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (answer.status === 410) return location.reload();
    if (answer.status === 200) {
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("section");
      if (drawn) card.replaceWith(drawn);
    }
  } catch {
    // No network for a moment: the next look may find it again.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
