// One resident's phone: what it shows, and what the resident does with it.

import { attachments, chooseFile, openForward, openLocation } from "./attachments.js";
import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { apart, el } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { toggleMenu } from "./menu.js";
import { Outgoing } from "./outgoing.js";
import { phoneHead } from "./phone_head.js";
import { Presses } from "./presses.js";
import { openLanguage } from "./resident_sheets.js";
import * as server from "./server.js";
import { openNotice } from "./sheet.js";
import { direction, say } from "./words.js";

const ACTION_LASTS = 5000; // milliseconds, as in Telegram
const TOAST_LASTS = 4000;

/** A phone; `element` is its place on the page. */
export class Phone {
  constructor(chatId) {
    this.id = chatId;
    this.chat = null;
    this.messages = new Map(); // message id -> Message
    this.waiting = null; // events that came while the state was being loaded
    this.keyboardFolded = false;
    this.presses = new Presses(chatId, this);
    this.outgoing = new Outgoing(chatId);
    this.conversation = new Conversation((message) => this.#bubble(message));
    this.conversation.unsent.replaceWith(this.outgoing.element);
    this.composer = new Composer({
      send: (text, replyTo) => this.say(text, replyTo),
      edit: (message, text) => this.#change(message, text),
      voice: ({ blob, seconds }) => this.#sendVoice(blob, seconds),
      noVoice: (reason) => this.#noVoice(reason),
      attach: (button) => toggleMenu(this.element, button, attachments(this.element, (body) => this.send(body)), "menu-attach"),
      commands: (button) => toggleMenu(this.element, button, this.#commandItems(), "menu-commands"),
      keyboard: () => this.#foldKeyboard(),
    });
    this.head = el("header", { class: "phone-head" });
    this.foot = el("footer", { class: "phone-foot" });
    this.keyboard = el("div", { class: "keyboard-frame", hidden: true });
    this.toast = el("p", { class: "toast", role: "status", dir: "auto", hidden: true });
    this.element = el("section", { class: "phone" }, this.head, this.conversation.element, this.toast, this.foot);
    this.foot.append(this.composer.element, this.keyboard);
  }

  /** Loads everything anew. What happens meanwhile is kept and applied after it, in order. */
  async load() {
    const waiting = [];
    this.waiting = waiting;
    const [chat, messages] = await Promise.all([server.chat(this.id), server.messages(this.id)]);
    if (this.waiting !== waiting) return; // a later load has begun and will tell
    const before = this.messages;
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    this.#showChat(chat);
    this.conversation.show(messages, (message) => {
      // How a poll looks also depends on the votes, which are not part of the message.
      return !message.poll && sameMessage(before.get(message.message_id), message);
    });
    this.waiting = null;
    for (const [name, data] of waiting) this.receive(name, data);
  }

  /** Takes in something that happened in this chat. */
  receive(name, data) {
    if (this.waiting) {
      this.waiting.push([name, data]);
      return;
    }
    switch (name) {
      case "message":
      case "edited":
        this.#take(data.message);
        // The keyboard below, the forced reply and whether the chat has begun depend on it.
        this.refreshChat();
        if (data.message.from?.is_bot) this.#showAction("");
        break;
      case "deleted":
        this.messages.delete(data.message_id);
        this.conversation.remove(data.message_id);
        break;
      case "poll":
        this.#takePoll(data);
        break;
      case "action":
        this.#showAction(data.action);
        break;
      case "callback":
        this.presses.answered(data);
        break;
      case "blocked":
        this.refreshChat();
        break;
    }
  }

  /** Loads what is around the messages anew; asked for many times at once, it is loaded once or twice. */
  async refreshChat() {
    if (this.refreshing) {
      this.refreshAgain = true;
      return;
    }
    this.refreshing = true;
    do {
      this.refreshAgain = false;
      try {
        this.#showChat(await server.chat(this.id));
      } catch {
        // The stream breaks too when the simulator is gone, and everything is loaded after that.
      }
    } while (this.refreshAgain);
    this.refreshing = false;
  }

  /** Sends a text. */
  say(text, replyTo = null) {
    this.send(replyTo === null ? { text } : { text, reply_to_message_id: replyTo });
  }

  /** Sends a message of any kind; what could not be delivered stays in sight, to be tried again. */
  send(body) {
    this.conversation.showEnd();
    this.outgoing.send(body, (message) => this.#take(message));
  }

  /** Shows a passing note at the foot of the conversation. */
  showToast(text) {
    clearTimeout(this.toastTimer);
    this.toast.textContent = text;
    this.toast.hidden = false;
    this.toastTimer = setTimeout(() => {
      this.toast.hidden = true;
    }, TOAST_LASTS);
  }

  /** Shows a notice that has to be closed. */
  showNotice(text) {
    openNotice(this.element, this.#botName(), text);
  }

  /** Shows a message's buttons anew, after one was pressed or answered. */
  refreshMessage(id) {
    const message = this.messages.get(id);
    if (message) this.conversation.put(message);
  }

  #botName() {
    return this.chat?.bot?.first_name ?? say("bot");
  }

  #take(message) {
    if (sameMessage(this.messages.get(message.message_id), message)) return;
    this.messages.set(message.message_id, message);
    this.conversation.put(message);
    if (!message.from?.is_bot && this.chat && !this.chat.started) this.refreshChat();
  }

  #takePoll({ message_id: id, poll, votes }) {
    const message = this.messages.get(id);
    if (!message || !this.chat) return;
    this.chat.votes = [...this.chat.votes.filter((vote) => vote.message_id !== id), ...votes];
    this.messages.set(id, { ...message, poll });
    this.refreshMessage(id);
  }

  #bubble(message) {
    const own = this.#isOwn(message);
    const mine = (vote) => vote.message_id === message.message_id && vote.user_id === this.#speaker();
    const view = {
      own,
      inGroup: this.id < 0,
      pressed: this.presses.pending(message.message_id),
      chosen: this.chat?.votes.find(mine)?.option_ids ?? [],
    };
    return bubble(message, view, {
      press: (of, button) => this.presses.press(of, button, this.#speaker()),
      vote: (of, options) => this.#attempt(() => server.vote(this.id, { message_id: of.message_id, options, user_id: this.#speaker() })),
      command: (text) => this.say(text),
      edit: (of) => this.composer.startEdit(of),
      menu: (of, button) => toggleMenu(button.parentElement, button, this.#messageItems(of, own), "menu-message"),
    });
  }

  #speaker() {
    return this.chat?.user?.user_id ?? this.chat?.members[0] ?? null;
  }

  #isOwn(message) {
    return message.from?.is_bot === false && (this.id > 0 || message.from.id === this.#speaker());
  }

  #messageItems(message, own) {
    const text = message.text ?? message.caption;
    return [
      { label: say("reply"), picture: "reply", action: () => this.composer.startReply(message) },
      own && message.text && !message.forward_origin && { label: say("edit"), picture: "edit", action: () => this.composer.startEdit(message) },
      text && { label: say("copy"), picture: "file", action: () => this.#attempt(() => navigator.clipboard.writeText(text)) },
    ].filter(Boolean);
  }

  #commandItems() {
    const item = ({ command, description }) => ({ label: `/${command}`, hint: description, action: () => this.say(`/${command}`) });
    return this.chat.commands.map(item);
  }

  #headItems() {
    const { blocked, user } = this.chat;
    const language = (code) => this.#attempt(() => server.setLanguage(this.id, code));
    return [
      { label: say("forward"), picture: "forward", action: () => openForward(this.element, (body) => this.send(body)) },
      user && { label: say("change-language"), picture: "language", action: () => openLanguage(this.element, user.language_code, language) },
      user && { label: say(blocked ? "unblock" : "block"), picture: "block", danger: !blocked, action: () => this.#block(!blocked) },
    ].filter(Boolean);
  }

  #block(blocked) {
    this.#attempt(async () => {
      await server.block(this.id, blocked);
      await this.refreshChat();
    });
  }

  #change(message, text) {
    this.#attempt(async () => this.#take(await server.edit(this.id, { message_id: message.message_id, text })));
  }

  #sendVoice(blob, seconds) {
    const body = new FormData();
    const ending = blob.type.startsWith("audio/ogg") ? "oga" : "webm";
    body.append("voice", blob, `voice.${ending}`);
    body.append("duration", String(Math.max(1, Math.round(seconds))));
    this.send(body);
  }

  #noVoice(reason) {
    this.showToast(say(reason));
    // A recording made elsewhere can still be sent, so that voice can be tried without a microphone.
    if (reason !== "microphone-silent") chooseFile(this.element, "voice", "audio/*", (body) => this.send(body));
  }

  async #attempt(action) {
    try {
      await action();
    } catch (failure) {
      this.showToast(say("not-done", { reason: say(failure.message) }));
    }
  }

  #showAction(action) {
    clearTimeout(this.actionTimer);
    this.conversation.showAction(action ? say(`action-${action}`) : "");
    if (action) this.actionTimer = setTimeout(() => this.#showAction(""), ACTION_LASTS);
  }

  #foldKeyboard() {
    this.keyboardFolded = !this.keyboardFolded;
    this.#showChat(this.chat);
  }

  #pressReply(button) {
    if (button.request_location) openLocation(this.element, (body) => this.send(body));
    else if (button.request_contact) this.send({ contact: true });
    else this.say(button.text);
  }

  #showChat(chat) {
    const fresh = JSON.stringify(chat.reply_keyboard) !== JSON.stringify(this.chat?.reply_keyboard);
    if (fresh) this.keyboardFolded = false;
    this.chat = chat;
    const name = chat.user?.first_name ?? chat.chat.title ?? "";
    this.element.dir = direction(chat.user?.language_code);
    this.element.setAttribute("aria-label", say("phone-of", { name }));
    this.head.replaceChildren(...phoneHead(chat, (button) => toggleMenu(this.element, button, this.#headItems(), "menu-head")));
    this.#showFoot(chat);
    this.#showEmpty(chat);
  }

  #showFoot(chat) {
    const { reply_keyboard: markup } = chat;
    const begun = this.messages.size > 0 || chat.started || this.id < 0;
    const open = begun && !chat.blocked;
    this.composer.element.hidden = !open;
    this.keyboard.hidden = !open || !markup || this.keyboardFolded;
    this.keyboard.replaceChildren(...(markup ? [replyKeyboard(markup, (button) => this.#pressReply(button))] : []));
    this.composer.offer({
      hasCommands: chat.commands.length > 0,
      hasKeyboard: Boolean(markup),
      keyboardShown: !this.keyboardFolded,
      placeholder: chat.force_reply?.input_field_placeholder ?? markup?.input_field_placeholder,
    });
    this.bigButton?.remove();
    this.bigButton = null;
    if (open) return;
    const [words, action] = chat.blocked ? [say("unblock"), () => this.#block(false)] : [say("start"), () => this.say("/start")];
    const note = chat.blocked ? el("p", { class: "blocked-note" }, say("is-blocked")) : null;
    this.bigButton = el("div", { class: "big-button" }, note ?? "", el("button", { type: "button", class: "primary wide", click: action }, words));
    this.foot.append(this.bigButton);
  }

  #showEmpty(chat) {
    this.empty?.remove();
    this.empty = null;
    if (this.messages.size > 0) return;
    this.empty = el(
      "div",
      { class: "empty" },
      el("p", { class: "empty-title" }, say("what-can"), " ", apart(this.#botName()), "?"),
      el("p", { dir: "auto" }, chat.description || say("no-description")),
    );
    this.conversation.scroller.prepend(this.empty);
  }
}

function sameMessage(one, other) {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
