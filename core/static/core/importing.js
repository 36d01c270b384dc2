/* Keeps the numbers of an import fresh while it is at work. Without it they stand still. */
(() => {
  const box = document.getElementById("import-progress");
  const spoken = document.getElementById("import-spoken");
  if (!box || !box.dataset.url) return;
  const pause = 1500; // milliseconds

  const say = () => {
    const words = box.querySelector("[data-spoken]");
    // The same words again would be read aloud again.
    if (words && spoken && spoken.textContent !== words.textContent) {
      spoken.textContent = words.textContent;
    }
  };

  const refresh = async () => {
    try {
      const answer = await fetch(box.dataset.url, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        if (answer.headers.get("X-Import-State") !== box.dataset.state) {
          window.location.reload();
          return;
        }
        box.innerHTML = await answer.text();
        say();
      }
    } catch {
      // The server is away for a moment: the next turn will tell.
    }
    window.setTimeout(refresh, pause);
  };

  say();
  window.setTimeout(refresh, pause);
})();
