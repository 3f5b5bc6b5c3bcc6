"""What a finger and an eye would complain of on a phone-sized screen."""

from playwright.sync_api import Page

# Each complaint names an element by its tag, its words and its size, so that it can be found.
COMPLAINTS = """() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px wider than the phone`);
  const named = (el) => `${el.tagName.toLowerCase()}${el.id ? "#" + el.id : ""}.${[...el.classList].slice(0, 3).join(".")} "${(el.innerText || el.ariaLabel || el.name || "").trim().slice(0, 30)}"`;
  const isSeen = (el) => {
    const box = el.getBoundingClientRect();
    const style = getComputedStyle(el);
    return el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && box.width > 1 && box.height > 1
      && box.right > 0 && box.left < innerWidth && box.bottom + scrollY > 0 && style.pointerEvents !== "none" && style.clipPath === "none";
  };
  const isInRunningText = (el) => {
    if (el.tagName !== "A" || getComputedStyle(el).display !== "inline") return false;
    const block = el.closest("p, li, td, dd, label, .help, .messages, h1, h2, h3");
    return block !== null && block.innerText.trim().length > el.innerText.trim().length;
  };
  // A tick's words are part of what is tapped.
  const target = (el) => ["checkbox", "radio"].includes(el.type) && el.labels.length ? el.labels[0] : el;
  for (const el of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]")) {
    if (el.disabled || !isSeen(el) || isInRunningText(el)) continue;
    const box = target(el).getBoundingClientRect();
    if (box.width < 43.5 || box.height < 43.5) found.push(`${named(el)} is ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }
  for (const el of document.querySelectorAll("body *")) {
    const hasWords = [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!hasWords || !isSeen(el) || ["TEXTAREA", "INPUT", "SELECT", "OPTION"].includes(el.tagName)) continue;
    let box = el;
    while (getComputedStyle(box).display === "inline") box = box.parentElement;
    if (getComputedStyle(box).overflowX !== "visible" && box.scrollWidth > box.clientWidth + 1) found.push(`${named(el)} is cut off`);
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const el of document.querySelectorAll("select, input[placeholder]")) {
    const words = el.tagName === "SELECT" ? el.selectedOptions[0]?.text : el.placeholder;
    if (!words || !isSeen(el) || el.multiple) continue;
    const style = getComputedStyle(el);
    pen.font = style.font;
    const room = el.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (pen.measureText(words).width > room + 1) found.push(`${named(el)} has no room for "${words}"`);
  }
  return [...new Set(found)];
}"""


def complaints(page: Page) -> list[str]:
    """Everything narrower than a finger, wider than the screen or cut off on the page as it stands."""
    return page.evaluate(COMPLAINTS)
