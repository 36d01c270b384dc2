// Shows records that may be the same cooperative while somebody types. Without it nothing is lost:
// the server refuses a number that is taken.
(() => {
  const place = document.querySelector("[data-similar]");
  if (!place) return;
  const found = place.querySelector("[data-similar-found]");
  const fields = ["name", "tax_code", "vat_number", "municipality"]
    .map((name) => document.getElementById(`id_${name}`))
    .filter(Boolean);
  let timer = 0;
  let asked = "";
  let request = null;

  async function look() {
    const query = new URLSearchParams({ pk: place.dataset.similarPk });
    fields.forEach((field) => query.set(field.name, field.value));
    if (String(query) === asked) return;
    asked = String(query);
    if (request) request.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${place.dataset.similar}?${query}`, {
        signal: request.signal,
        credentials: "same-origin",
      });
      // Only a change is announced to people who listen.
      const text = answer.ok ? (await answer.text()).trim() : "";
      if (found.innerHTML.trim() !== text) found.innerHTML = text;
    } catch (error) {
      if (error.name !== "AbortError") asked = "";
    }
  }

  fields.forEach((field) =>
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 400);
    }),
  );
})();
