// Wagtail takes what is in the form two seconds after its scripts start for what is saved, because its widgets fill themselves
// meanwhile. What a person writes sooner would wait for their next keystroke; here it counts as an edit at once.
const form = document.querySelector("form[data-controller~='w-unsaved']");

// Typed while the scripts were still on their way.
const isFilledAlready = () => [...form.querySelectorAll("input:not([type=hidden]), textarea")].some(
  (field) => field.name && field.value !== field.defaultValue,
);

// How many sections there are, in which order, and which are deleted; empty until they are drawn.
const sections = () => [...new FormData(form)].filter(([name]) => /-(count|order|deleted)$/.test(name)).join();

function watch() {
  let isWritten = isFilledAlready();
  let before = "";
  const note = (event) => { isWritten ||= event.isTrusted; };
  const remember = () => { before ||= sections(); };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("pointerdown", remember, { capture: true });
  form.addEventListener("w-unsaved:watch-edits", () => {
    form.removeEventListener("input", note);
    form.removeEventListener("change", note);
    form.removeEventListener("pointerdown", remember, { capture: true });
    if (!isWritten && (!before || before === sections())) return;
    form.dataset.wUnsavedForceValue = "true";
    form.dataset.wUnsavedHasEditsValue = "true";
  }, { once: true });
}

if (form && form.dataset.wUnsavedForceValue !== "true") watch();
