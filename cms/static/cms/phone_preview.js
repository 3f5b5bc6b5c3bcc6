// On a phone the preview lies over the whole form: it opens when it is asked for, not by itself because it was open last time.
if (matchMedia("(max-width: 49.99rem)").matches) {
  try {
    localStorage.removeItem("wagtail:side-panel-open");
  } catch {
    // Where nothing can be remembered, nothing was.
  }
}
