/* Small comforts; every page works without them. */
"use strict";

// A copy button on each example, where the browser can copy.
for (const sample of document.querySelectorAll("[data-copy-label]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet button-small";
  button.textContent = sample.dataset.copyLabel;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "hidden-visually";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(sample.querySelector("code").textContent);
    button.textContent = said.textContent = sample.dataset.copiedLabel;
    setTimeout(() => { button.textContent = sample.dataset.copyLabel; }, 4000);
  });
  sample.append(button, said);
}

// Escape closes the menu of narrow screens and gives the focus back.
const menu = document.querySelector(".site-menu");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// One anonymous reading, once the page has been in view for a moment: no cookie, no identity.
const reading = document.querySelector('meta[name="hub-reading"]')?.content;
if (reading && navigator.sendBeacon && !navigator.webdriver) {
  let timer;
  const begin = () => {
    clearTimeout(timer);
    if (document.visibilityState !== "visible" || document.prerendering) return;
    timer = setTimeout(() => {
      document.removeEventListener("visibilitychange", begin);
      navigator.sendBeacon(reading);
    }, 3000);
  };
  document.addEventListener("visibilitychange", begin);
  document.addEventListener("prerenderingchange", begin);
  begin();
}

// The booklet of a collection: a button that prints, where scripts run.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
