// Wagtail takes what is in the form for what is saved two seconds after its scripts start, because its widgets fill themselves
// meanwhile; once more a moment later, because its w-init, on leaving the form, starts them again; and whenever an autosave ends.
// What a person writes shortly before would wait for their next keystroke; here it counts as an edit at once.
const form = document.querySelector("form[data-controller~='w-unsaved']");
const IS_WAGTAILS = /^(csrfmiddlewaretoken|next|loaded_revision_.*|overwrite_revision_id|comments-.*)$/;

function countAsEdit() {
  form.dataset.wUnsavedForceValue = "true";
  form.dataset.wUnsavedHasEditsValue = "true";
}

// Typed while the scripts were still on their way.
const isFilledAlready = () => [...form.querySelectorAll("input:not([type=hidden]), textarea")].some(
  (field) => field.name && field.value !== field.defaultValue,
);

// How many sections there are, in which order, and which are deleted; empty until they are drawn.
const sections = () => [...new FormData(form)].filter(([name]) => /-(count|order|deleted)$/.test(name)).join();

function watchBeginning() {
  let isWritten = isFilledAlready();
  let before = "";
  const untilSaved = new AbortController();
  const on = (kind, react) => form.addEventListener(kind, react, { capture: true, signal: untilSaved.signal });
  for (const kind of ["input", "change"]) on(kind, (event) => { isWritten ||= event.isTrusted; });
  on("pointerdown", () => { before ||= sections(); });
  on("w-unsaved:watch-edits", () => { if (isWritten || (before && before !== sections())) countAsEdit(); });
  on("w-autosave:save", () => untilSaved.abort());
}

const written = (data) => [...data].filter(([name]) => !IS_WAGTAILS.test(name)).map(
  ([name, value]) => [name, value instanceof File ? [value.name, value.size] : value].join("="),
).join("&");

function watchSaves() {
  let sent = null;
  let isTouched = false;
  for (const kind of ["input", "change", "keydown", "pointerdown"]) {
    document.addEventListener(kind, (event) => { isTouched ||= event.isTrusted; }, { capture: true });
  }
  form.addEventListener("w-autosave:save", ({ detail }) => {
    sent = detail.formData;
    isTouched = false;
  });
  form.addEventListener("w-autosave:success", ({ detail }) => {
    for (const [name, value] of Object.entries(detail.response.field_updates ?? {})) if (sent.has(name)) sent.set(name, value);
    // Wagtail empties its two values in its own listener of this event.
    if (isTouched && written(sent) !== written(new FormData(form))) setTimeout(countAsEdit);
  });
}

if (form && form.dataset.wUnsavedForceValue !== "true") watchBeginning();
if (form) watchSaves();
