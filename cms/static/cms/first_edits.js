// Wagtail takes what is in the form two seconds after its scripts start for what is saved, because its widgets fill themselves
// meanwhile. What a person types sooner would wait for their next keystroke; here it counts as an edit at once.
const form = document.querySelector("form[data-controller~='w-unsaved']");
const TOUCHES = ["beforeinput", "keydown", "pointerdown"];

const written = () => new URLSearchParams(new FormData(form)).toString();

// Typed while the scripts were still on their way.
function isFilledAlready() {
  return [...form.elements].some((field) => field.type !== "hidden" && field.name && field.defaultValue !== undefined && field.value !== field.defaultValue);
}

function watch() {
  const isEarly = isFilledAlready();
  let before = isEarly ? "" : null;
  const remember = () => { before ??= written(); };
  for (const touch of TOUCHES) form.addEventListener(touch, remember, { capture: true, once: true });
  form.addEventListener("w-unsaved:watch-edits", () => {
    for (const touch of TOUCHES) form.removeEventListener(touch, remember, { capture: true });
    if (before === null || before === written()) return;
    form.dataset.wUnsavedForceValue = "true";
    form.dataset.wUnsavedHasEditsValue = "true";
  }, { once: true });
}

if (form && form.dataset.wUnsavedForceValue !== "true") watch();
