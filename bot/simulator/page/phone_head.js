// The head of a phone: whose it is, and which bot it talks to.

import { apart, el, iconButton } from "./dom.js";
import { direction, languageName, say } from "./words.js";

/** The elements of the head; `onMenu(button)` opens what can be done with the chat. */
export function phoneHead(chat, onMenu) {
  const { bot, user } = chat;
  const botName = bot?.first_name ?? say("bot");
  const menu = iconButton("more", say("chat-menu"), () => onMenu(menu), { "aria-haspopup": "menu", "aria-expanded": "false" });
  const about = chat.blocked ? say("blocked") : bot ? chat.short_description || `@${bot.username}` : say("no-bot");
  return [
    el("div", { class: "owner" }, el("h2", {}, apart(user?.first_name ?? chat.chat.title)), ownerHint(user)),
    el(
      "div",
      { class: "partner" },
      el("span", { class: "avatar", "aria-hidden": "true" }, [...botName][0] ?? "?"),
      el("div", { class: "partner-names" }, el("p", { class: "partner-name", dir: "auto" }, botName), el("p", { class: "partner-about", dir: "auto" }, about)),
      menu,
    ),
  ];
}

function ownerHint(user) {
  if (!user) return null;
  return el("span", { class: "owner-language", dir: direction(user.language_code) }, languageName(user.language_code));
}

/** What a chat without a message shows: what the bot says of itself. */
export function emptyChat(chat) {
  return el(
    "div",
    { class: "empty" },
    el("p", { class: "empty-title" }, say("what-can")),
    el("p", { dir: "auto" }, chat.description || say("no-description")),
  );
}
