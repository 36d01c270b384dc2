/* The rich text editor writes what was typed into its field a quarter of a second later. Whoever
   saves at once, by key or button, would lose the last words: the button waits for them. */
(() => {
  const settled = 400; // milliseconds after which the editor has written
  let touched = 0;

  const note = (event) => {
    if (event.target.closest?.("[data-draftail-editor-wrapper]")) touched = performance.now();
  };
  for (const kind of ["keydown", "input", "paste", "cut", "drop", "mousedown"]) {
    document.addEventListener(kind, note, true);
  }

  // Before anything else hears of the click: Wagtail's own key for saving clicks the button too.
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("button, input[type=submit]");
      if (!button?.form || button.type !== "submit") return;
      const wait = touched + settled - performance.now();
      if (!touched || wait <= 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      window.setTimeout(() => button.click(), wait);
    },
    true,
  );
})();
