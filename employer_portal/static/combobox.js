"use strict";
// Boxes that suggest what is typed may become: the combobox with a list of the ARIA Authoring Practices. Without this file
// they are plain boxes of a form.
(() => {
  const PAUSE = 200;

  const enhance = (frame) => {
    const [box, list, told] = [frame.querySelector("input"), frame.querySelector("ul"), frame.querySelector("[role=status]")];
    let timer, asked = 0, chosen = -1;
    const options = () => [...list.children];
    const isOpen = () => !list.hidden;

    const mark = (place) => {
      chosen = place;
      options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
      const option = options()[place];
      if (option) {
        box.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        box.removeAttribute("aria-activedescendant");
      }
    };
    const close = () => {
      clearTimeout(timer);
      asked += 1; // what is still on its way comes too late
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      mark(-1);
    };
    const show = (items) => {
      list.innerHTML = items;
      const number = list.children.length;
      list.hidden = number === 0;
      box.setAttribute("aria-expanded", String(number > 0));
      told.textContent = number ? frame.dataset.found.replace("#", number) : frame.dataset.none;
      mark(-1);
    };
    const take = (option) => {
      box.value = option.dataset.text;
      close();
      box.form.requestSubmit();
    };
    const ask = async () => {
      const mine = (asked += 1), text = box.value.trim();
      if (text.length < 2) { close(); return; }
      const answer = await fetch(`${frame.dataset.combobox}?text=${encodeURIComponent(text)}`).catch(() => null);
      if (answer && answer.ok && mine === asked) {
        const items = await answer.text();
        if (mine === asked) { show(items); }
      }
    };
    const step = (by) => {
      const number = options().length;
      // one place beyond the ends is the box itself
      mark(((chosen + 1 + by + number + 1) % (number + 1)) - 1);
    };

    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", list.id);
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
    box.addEventListener("keydown", (event) => {
      const keys = {
        ArrowDown: () => (isOpen() ? step(1) : ask()),
        ArrowUp: () => (isOpen() ? step(-1) : null),
        Escape: () => (isOpen() ? close() : null),
        Enter: () => (isOpen() && chosen >= 0 ? take(options()[chosen]) : null),
      };
      const handled = event.key === "Enter" ? isOpen() && chosen >= 0 : event.key === "Escape" ? isOpen() : true;
      if (keys[event.key] && handled) {
        event.preventDefault();
        keys[event.key]();
      }
    });
    box.addEventListener("blur", close);
    // before the box loses the focus
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) { take(option); }
    });
  };

  const enhanceAll = (root) => root.querySelectorAll("[data-combobox]:not([data-ready])").forEach((frame) => {
    frame.dataset.ready = "";
    enhance(frame);
  });
  enhanceAll(document);
  document.addEventListener("htmx:load", (event) => enhanceAll(event.target.parentElement || document));
})();
