// A sheet over one phone: a question, a form or a notice. The other phones stay usable.

import { asItIsNow, el, iconButton } from "./dom.js";
import { say } from "./words.js";

let count = 0;

/**
 * Opens a sheet in a phone. `content(close)` gives its elements. Escape, the cross and a tap beside it
 * close it, and the focus goes back to where it was. An earlier sheet of the phone gives way.
 * Returns the function that closes it.
 */
export function openSheet(phone, title, content, { role = "dialog", onClose = () => {} } = {}) {
  phone.querySelector(":scope > .sheet-layer")?.dispatchEvent(new Event("close-sheet"));
  const before = document.activeElement;
  // A notice in one phone must not pull away somebody who is typing in another.
  const mayFocus = before === null || before === document.body || phone.contains(before);
  const titleId = `sheet-title-${(count += 1)}`;
  const behind = [...phone.children].filter((child) => !child.inert);
  let open = true;

  function close() {
    if (!open) return;
    open = false;
    layer.remove();
    for (const child of behind) child.inert = false;
    onClose();
    if (mayFocus && before instanceof HTMLElement) asItIsNow(before)?.focus();
  }

  const sheet = el(
    "div",
    { class: "sheet", role, "aria-labelledby": titleId },
    el(
      "div",
      { class: "sheet-head" },
      el("h3", { id: titleId, dir: "auto" }, title),
      iconButton("close", say("close"), close),
    ),
    content(close),
  );
  const layer = el("div", { class: "sheet-layer", "close-sheet": close }, sheet);
  layer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  layer.addEventListener("click", (event) => {
    if (event.target === layer) close();
  });
  for (const child of behind) child.inert = true;
  phone.append(layer);
  const first = sheet.querySelector("[data-first], input, textarea, select") ?? sheet.querySelector("button:not(.icon-button)");
  if (mayFocus) (first ?? sheet.querySelector("button")).focus();
  return close;
}

/** A notice with one button. */
export function openNotice(phone, title, text) {
  return openSheet(
    phone,
    title,
    (close) => [
      el("p", { class: "sheet-text", dir: "auto" }, text),
      el("div", { class: "sheet-buttons" }, el("button", { type: "button", class: "primary", click: close }, say("ok"))),
    ],
    { role: "alertdialog" },
  );
}

/** A labelled field of a form. */
export function field(label, input) {
  return el("label", { class: "field" }, el("span", {}, label), input);
}
