/* Keeps the numbers of a mailing fresh while it is being sent. Without it they stand still. */
(() => {
  const box = document.getElementById("progress");
  if (!box || !box.dataset.url) return;
  const pause = 2000; // milliseconds

  const refresh = async () => {
    try {
      const answer = await fetch(box.dataset.url, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        if (answer.headers.get("X-Mailing-State") !== box.dataset.state) {
          window.location.reload();
          return;
        }
        if (!("quiet" in box.dataset)) box.innerHTML = await answer.text();
      }
    } catch {
      // The server is away for a moment: the next turn will tell.
    }
    window.setTimeout(refresh, pause);
  };

  window.setTimeout(refresh, pause);
})();
