// Opens Wagtail's date and time choosers where Wagtail itself would write an inline script, which the admin's policy forbids.
function open(root) {
  for (const mark of root.querySelectorAll("[data-chooser]")) {
    const { chooser, field, config } = mark.dataset;
    mark.remove();
    window[chooser]?.(field, JSON.parse(config));
  }
}

open(document);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) open(node.parentElement ?? node);
  }
}).observe(document.body, { childList: true, subtree: true });
