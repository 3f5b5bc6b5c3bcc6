// The code's remaining time, counted down between two answers of the server; and the receipt's print button.
const written = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

setInterval(() => {
  for (const clock of document.querySelectorAll("[data-seconds]")) {
    clock.dataset.seconds = Math.max(0, clock.dataset.seconds - 1);
    clock.textContent = written(Number(clock.dataset.seconds));
  }
}, 1000);

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
