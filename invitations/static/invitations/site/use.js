// Another celebration asks for other names: the form follows the choice at once, and what was typed stays.
const choice = document.querySelector(".template-use__event");
choice?.querySelector("button").remove();
choice?.querySelector("select").addEventListener("change", async (event) => {
  const address = `?event=${encodeURIComponent(event.target.value)}`;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    const asked = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".template-use__form");
    const form = document.querySelector(".template-use__form");
    for (const [name, value] of new FormData(form)) {
      const field = asked.elements[name];
      if (field && field.type !== "hidden") field.value = value;
    }
    form.replaceWith(asked);
    history.replaceState(null, "", address);
  } catch {
    location.search = address;
  }
});
