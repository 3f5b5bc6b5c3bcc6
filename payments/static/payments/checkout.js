// The code's remaining time, counted down from the server's seconds; and the receipt's print button.
const written = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
const ends = new WeakMap();

function count() {
  for (const clock of document.querySelectorAll("[data-seconds]")) {
    // By the clock and not by ticks: a phone stops a page's ticks while another app is in front.
    if (!ends.has(clock)) ends.set(clock, Date.now() + clock.dataset.seconds * 1000);
    clock.textContent = written(Math.max(0, Math.round((ends.get(clock) - Date.now()) / 1000)));
  }
}

count();
setInterval(count, 1000);

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
