// Ticks until the celebration begins. The moment is absolute, so the guest's own time zone does not matter.
const rules = new Intl.PluralRules(document.documentElement.lang);
const SIZES = { days: 86400, hours: 3600, minutes: 60, seconds: 1 };

function show(section, units) {
  let rest = Math.floor((Date.parse(section.dataset.until) - Date.now()) / 1000);
  if (rest <= 0) {
    section.hidden = true;
    return false;
  }
  for (const unit of units) {
    const size = SIZES[unit.dataset.unit];
    const count = String(Math.floor(rest / size));
    if (unit.textContent !== count) {
      unit.textContent = count;
      const word = unit.nextElementSibling;
      word.textContent = word.dataset.forms.split("|")[{ one: 0, few: 1 }[rules.select(count)] ?? 2];
    }
    rest %= size;
  }
  return true;
}

for (const section of document.querySelectorAll(".countdown[data-until]")) {
  const units = section.querySelectorAll("[data-unit]");
  if (show(section, units)) {
    for (const unit of units) unit.parentElement.hidden = false;
    const timer = setInterval(() => show(section, units) || clearInterval(timer), 1000);
  }
}
