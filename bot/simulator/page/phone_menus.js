// The menus of a phone: of the chat, of one message, and the bot's commands.

import { openForward } from "./attachments.js";
import { openLanguage } from "./resident_sheets.js";
import { say } from "./words.js";

/** What can be done with the chat. */
export function chatItems(phone) {
  const { blocked, user } = phone.chat;
  const forward = () => openForward(phone.element, (body) => phone.send(body));
  const language = () => openLanguage(phone.element, user.language_code, (code) => phone.setLanguage(code));
  const ofResident = [
    { label: say("change-language"), picture: "language", action: language },
    {
      label: say(blocked ? "unblock" : "block"),
      picture: "block",
      danger: !blocked,
      action: () => phone.setBlocked(!blocked),
    },
  ];
  return [!blocked && { label: say("forward"), picture: "forward", action: forward }, ...(user ? ofResident : [])].filter(Boolean);
}

/** What can be done with a message. */
export function messageItems(phone, message, own) {
  const text = message.text ?? message.caption;
  const canEdit = own && message.text && !message.forward_origin;
  return [
    { label: say("reply"), picture: "reply", action: () => phone.foot.composer.startReply(message) },
    canEdit && { label: say("edit"), picture: "edit", action: () => phone.foot.composer.startEdit(message) },
    text && { label: say("copy"), picture: "file", action: () => phone.copy(text) },
  ].filter(Boolean);
}

/** The bot's commands, in the resident's language. */
export function commandItems(phone) {
  return phone.chat.commands.map(({ command, description }) => ({
    label: `/${command}`,
    hint: description,
    action: () => phone.say(`/${command}`),
  }));
}
