// Counts the signs of a line while somebody types, and says what mail programs make of them.
"use strict";

(() => {
  const signs = (text) => [...text.trim()].length;

  const words = (steps, count) => {
    const step = steps.findIndex(([limit]) => limit === null || count <= limit);
    return { step, text: step < 0 ? "" : steps[step][1].replace("%d", count) };
  };

  const watch = (line) => {
    const field = document.getElementById(line.dataset.counts);
    const standIn = document.getElementById(line.dataset.standsIn);
    const steps = JSON.parse(line.dataset.steps);
    if (!field) {
      return;
    }
    const show = () => {
      const own = signs(field.value);
      const count = own || (standIn ? signs(standIn.value) : 0);
      const said = words(steps, count);
      const text = own ? said.text : `${line.dataset.empty} ${said.text}`;
      if (line.textContent !== text) {
        line.textContent = text;
      }
      line.dataset.step = said.step;
    };
    // Who listens hears it with the field, not at every key.
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", [described, line.id].filter(Boolean).join(" "));
    field.addEventListener("input", show);
    standIn?.addEventListener("input", show);
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-counts]").forEach(watch);
  });
})();
