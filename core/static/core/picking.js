// Lets somebody search a long list of which several can be chosen. The list itself stays in the
// form and says what was chosen: without this script it is used as it is.
(() => {
  const MOST = 20;
  const bare = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[’']/g, "'")
      .toLowerCase();

  function make(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function enhance(select) {
    if (select.dataset.pickingReady !== undefined) return;
    select.dataset.pickingReady = "";
    const words = select.dataset;
    const options = [...select.options].map((option) => {
      const group = option.parentElement.label || "";
      return { option, group, name: option.text, search: bare(`${option.text} ${group}`) };
    });

    const box = make("div", "picking");
    const chosen = make("ul", "picking-chosen");
    const input = make("input", "picking-input");
    const found = make("ul", "picking-found");
    const status = make("p", "picking-status");
    input.type = "search";
    input.autocomplete = "off";
    input.placeholder = words.pickingHint;
    input.id = `${select.id}-picking`;
    status.setAttribute("role", "status");
    found.hidden = true;
    const describedBy = select.getAttribute("aria-describedby");
    if (describedBy) input.setAttribute("aria-describedby", describedBy);
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (label) {
      label.htmlFor = input.id;
      chosen.setAttribute("aria-label", label.textContent.trim());
    } else {
      input.setAttribute("aria-label", words.pickingHint);
    }
    box.append(chosen, input, found, status);
    select.after(box);
    select.classList.add("picking-hidden");
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");

    function set(option, isChosen) {
      option.selected = isChosen;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function showChosen() {
      chosen.replaceChildren(
        ...options
          .filter((one) => one.option.selected)
          .map((one) => {
            const item = make("li", "picking-one", one.name);
            const button = make("button", "picking-remove", "×");
            button.type = "button";
            button.setAttribute("aria-label", words.pickingRemove.replace("{name}", one.name));
            button.disabled = select.disabled;
            button.addEventListener("click", () => {
              set(one.option, false);
              input.focus();
            });
            item.append(button);
            return item;
          }),
      );
    }

    function close() {
      found.hidden = true;
      status.textContent = "";
    }

    function showFound() {
      const parts = bare(input.value).split(/\s+/).filter(Boolean);
      const fits = options.filter(
        (one) =>
          !one.option.selected &&
          !one.option.disabled &&
          parts.every((part) => one.search.includes(part)),
      );
      found.replaceChildren(
        ...fits.slice(0, MOST).map((one) => {
          const item = make("li", "");
          const button = make("button", "picking-add", one.name);
          button.type = "button";
          if (one.group) button.append(" ", make("span", "picking-group", one.group));
          button.addEventListener("click", () => {
            set(one.option, true);
            input.value = "";
            input.focus();
            close();
          });
          item.append(button);
          return item;
        }),
      );
      found.hidden = fits.length === 0;
      const others = fits.length - MOST;
      status.textContent = "";
      if (!fits.length) status.textContent = words.pickingNone;
      else if (others > 0) status.textContent = words.pickingMore.replace("{count}", others);
    }

    input.disabled = select.disabled;
    input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is typed here is not yet a change of the page
      showFound();
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("click", showFound);
    input.addEventListener("keydown", (event) => {
      const first = found.querySelector("button");
      if (event.key === "Enter") {
        event.preventDefault();
        if (!found.hidden && input.value.trim() && first) first.click();
      } else if (event.key === "Escape" && !found.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        if (found.hidden) showFound();
        const next = found.querySelector("button");
        if (next) next.focus();
      }
    });
    found.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        input.focus();
        close();
      }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      const buttons = [...found.querySelectorAll("button")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = buttons[buttons.indexOf(document.activeElement) + step];
      (next || input).focus();
    });
    box.addEventListener("focusout", (event) => {
      if (!box.contains(event.relatedTarget)) close();
    });
    select.addEventListener("change", showChosen);
    showChosen();
  }

  function begin() {
    document.querySelectorAll("select[multiple][data-picking]").forEach(enhance);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
