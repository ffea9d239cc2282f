// The two kinds of keyboards: under a message, and under the input field.

import { el, icon } from "./dom.js";
import { outsideLink } from "./formatted_text.js";

/** What tells a button from the others of its message. */
export function buttonKey(button) {
  return `${button.callback_data ?? ""}\n${button.text}`;
}

/** The buttons under a message. `pressed` holds the keys of those that wait for the bot. */
export function inlineKeyboard(rows, pressed, onPress) {
  return el(
    "div",
    { class: "inline-keyboard" },
    rows.map((row) => el("div", { class: "key-row" }, row.map((button) => inlineButton(button, pressed, onPress)))),
  );
}

function inlineButton(button, pressed, onPress) {
  const label = el("span", { dir: "auto" }, button.text);
  if (button.url) {
    const link = outsideLink(button.url, label, icon("link"));
    link.classList.add("key");
    return link;
  }
  const waits = pressed.has(buttonKey(button));
  const attributes = { type: "button", class: waits ? "key waits" : "key", "aria-busy": waits ? "true" : null };
  return el("button", { ...attributes, click: () => onPress(button) }, label);
}

/** The buttons under the input field, as a Telegram ReplyKeyboardMarkup asks for them. */
export function replyKeyboard(markup, onPress) {
  const rows = markup.keyboard.map((row) =>
    el("div", { class: "key-row" }, row.map((button) => replyButton(button, onPress))),
  );
  return el("div", { class: "reply-keyboard" }, rows);
}

function replyButton(button, onPress) {
  const picture = button.request_location ? "location" : button.request_contact ? "contact" : null;
  return el(
    "button",
    { type: "button", class: "key", click: () => onPress(button) },
    picture && icon(picture),
    el("span", { dir: "auto" }, button.text),
  );
}
