// One message as a bubble.

import { apart, el, iconButton } from "./dom.js";
import { formattedText } from "./formatted_text.js";
import { inlineKeyboard } from "./keyboards.js";
import { mediaElement, mediaName } from "./media.js";
import { pollCard } from "./poll_card.js";
import { clockTime, say } from "./words.js";

/**
 * A message as a list item. `view` is how this phone sees it: `{own, inGroup, pressed, chosen}`;
 * `acts` is what can be done: `{press, vote, command, menu, edit}`.
 */
export function bubble(message, view, acts) {
  const service = serviceText(message);
  if (service) return el("li", { class: "service", "data-message": String(message.message_id) }, el("span", {}, service));
  const rows = message.reply_markup?.inline_keyboard ?? [];
  const item = el(
    "li",
    { class: view.own ? "message own" : "message", "data-message": String(message.message_id) },
    el(
      "div",
      { class: "bubble" },
      author(message, view),
      forwarded(message),
      message.reply_to_message && quote(message.reply_to_message),
      mediaElement(message),
      message.poll && pollCard(message.poll, view.chosen, (options) => acts.vote(message, options)),
      words(message, acts),
      foot(message),
    ),
    rows.length > 0 && inlineKeyboard(rows, view.pressed, (button) => acts.press(message, button)),
    iconButton("more", say("message-menu"), (event) => acts.menu(message, event.currentTarget), {
      class: "icon-button message-menu",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    }),
  );
  if (view.own && message.text && !message.forward_origin) {
    item.addEventListener("dblclick", () => acts.edit(message));
  }
  return item;
}

/** A message in a few words, for a quotation. */
export function shortly(message) {
  const text = message.text ?? message.caption ?? message.poll?.question ?? mediaName(message);
  return text.length > 120 ? `${[...text].slice(0, 119).join("")}…` : text;
}

function author(message, view) {
  const name = message.from?.first_name ?? "";
  const shown = view.inGroup && !view.own;
  return el("p", { class: shown ? "author" : "author unseen" }, apart(view.own ? say("you") : name), shown ? null : ":");
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user_name ?? origin.sender_user?.first_name ?? origin.chat?.title ?? "";
  return el("p", { class: "forwarded" }, say("forwarded-from"), " ", apart(name));
}

function quote(message) {
  return el("blockquote", { class: "quote", dir: "auto" }, shortly(message));
}

function words(message, acts) {
  const text = message.text ?? message.caption;
  if (!text) return unknown(message);
  const entities = message.entities ?? message.caption_entities ?? [];
  const lonely = /^\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F]*$/u.test(text);
  return el(
    "div",
    { class: lonely ? "text big" : "text", dir: "auto" },
    formattedText(text, entities, acts.command),
  );
}

function unknown(message) {
  if (message.poll || mediaName(message)) return null;
  return el("p", { class: "problem" }, say("unknown-message"));
}

function foot(message) {
  const time = new Date(message.date * 1000);
  return el(
    "p",
    { class: "foot" },
    message.edit_date && el("bdi", { class: "edited" }, say("edited")),
    message.edit_date && " ",
    el("time", { dir: "auto", datetime: time.toISOString(), title: time.toLocaleString() }, clockTime(message.date)),
  );
}

function serviceText(message) {
  const names = (users) => users.map((user) => user.first_name).join(", ");
  if (message.new_chat_members) return say("joined", { names: names(message.new_chat_members) });
  if (message.left_chat_member) return say("left", { names: names([message.left_chat_member]) });
  if (message.group_chat_created) return say("group-created");
  if (message.new_chat_title) return say("renamed", { title: message.new_chat_title });
  return null;
}
