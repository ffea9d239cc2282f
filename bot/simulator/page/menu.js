// A small menu beside a button: arrow keys move, Escape and a click elsewhere close.

import { el, icon } from "./dom.js";

/**
 * Opens a menu inside `host`, or closes it if the same button opened it. Items are
 * `{label, hint?, picture?, action, danger?}`; the class says where the style sheet puts it.
 */
export function toggleMenu(host, button, items, className) {
  const wasOpen = button.getAttribute("aria-expanded") === "true";
  host.querySelector(":scope > .menu")?.dispatchEvent(new Event("close-menu"));
  if (wasOpen) return;

  const entries = items.map((item) => entry(item, close));
  const menu = el("div", { class: `menu ${className}`, role: "menu", "close-menu": () => close(false), keydown }, entries);

  function close(refocus = true) {
    document.removeEventListener("pointerdown", outside, true);
    button.setAttribute("aria-expanded", "false");
    menu.remove();
    if (refocus && button.isConnected) button.focus();
  }

  function outside(event) {
    if (!menu.contains(event.target) && !button.contains(event.target)) close(false);
  }

  function keydown(event) {
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      entries[(to + entries.length) % entries.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.stopPropagation();
      close();
    }
  }

  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  host.append(menu);
  menu.scrollIntoView({ block: "nearest" }); // the menu of the last message would lie below the edge
  entries[0]?.focus();
}

function entry({ label, hint, picture, action, danger }, close) {
  const choose = () => {
    close();
    action();
  };
  return el(
    "button",
    { type: "button", role: "menuitem", class: danger ? "menu-item danger" : "menu-item", tabindex: "-1", click: choose },
    picture && icon(picture),
    el("span", { class: "menu-label", dir: "auto" }, label),
    hint && el("span", { class: "menu-hint", dir: "auto" }, hint),
  );
}
