// One resident's phone: what it shows, and what the resident does with it.

import { attachments, chooseFile, openLocation } from "./attachments.js";
import { bubble } from "./bubble.js";
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { toggleMenu } from "./menu.js";
import { Outgoing } from "./outgoing.js";
import { PhoneFoot } from "./phone_foot.js";
import { emptyChat, phoneHead } from "./phone_head.js";
import { chatItems, commandItems, messageItems } from "./phone_menus.js";
import { Presses } from "./presses.js";
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
    this.presses = new Presses(chatId, this);
    this.outgoing = new Outgoing(chatId);
    this.conversation = new Conversation((message) => this.#bubble(message), this.outgoing.element);
    const attach = (body) => this.send(body);
    const openAbove = (button, items, name) => toggleMenu(this.foot.composer.element, button, items, name);
    this.foot = new PhoneFoot({
      send: (text, replyTo) => this.say(text, replyTo),
      edit: (message, text) => this.#edit(message, text),
      voice: ({ blob, seconds }) => this.#sendVoice(blob, seconds),
      noVoice: (reason) => this.#noVoice(reason),
      attach: (button) => openAbove(button, attachments(this.element, attach), "menu-attach"),
      commands: (button) => openAbove(button, commandItems(this), "menu-commands"),
      pressReply: (button) => this.#pressReply(button),
      start: () => this.say("/start"),
      unblock: () => this.setBlocked(false),
    });
    this.head = el("header", { class: "phone-head" });
    this.toast = el("p", { class: "toast", role: "status", dir: "auto", hidden: true });
    this.conversation.element.append(this.toast);
    this.element = el("section", { class: "phone" }, this.head, this.conversation.element, this.foot.element);
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
        if (data.message.from?.is_bot) this.#showAction("");
        this.#take(data.message);
        // The keyboard below, the forced reply and whether the chat has begun depend on it.
        this.refreshChat();
        break;
      case "edited":
        this.#take(data.message);
        break;
      case "deleted":
        this.messages.delete(data.message_id);
        this.conversation.remove(data.message_id);
        this.refreshChat();
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

  /** Blocks the bot, or lets it in again. */
  setBlocked(blocked) {
    return this.#attempt(async () => {
      await server.block(this.id, blocked);
      await this.refreshChat();
    });
  }

  /** Sets the language of the phone, null for none. */
  setLanguage(code) {
    return this.#attempt(async () => {
      await server.setLanguage(this.id, code);
      await this.refreshChat();
    });
  }

  /** Copies a text, for pasting elsewhere. */
  copy(text) {
    return this.#attempt(async () => {
      await navigator.clipboard.writeText(text);
      this.showToast(say("copied"));
    });
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
    openNotice(this.element, this.chat?.bot?.first_name ?? say("bot"), text);
  }

  /** Shows a message's buttons anew, after one was pressed or answered. */
  refreshMessage(id) {
    const message = this.messages.get(id);
    if (message) this.conversation.put(message);
  }

  #take(message) {
    if (sameMessage(this.messages.get(message.message_id), message)) return;
    this.messages.set(message.message_id, message);
    this.conversation.put(message);
    if (this.chat) this.#showChat(this.chat);
  }

  #takePoll({ message_id: id, poll, votes }) {
    const message = this.messages.get(id);
    if (!message || !this.chat) return;
    this.chat.votes = [...this.chat.votes.filter((vote) => vote.message_id !== id), ...votes];
    this.messages.set(id, { ...message, poll });
    this.refreshMessage(id);
  }

  #bubble(message) {
    const speaker = this.#speaker();
    const own = message.from?.is_bot === false && (this.id > 0 || message.from.id === speaker);
    const mine = (vote) => vote.message_id === message.message_id && vote.user_id === speaker;
    const view = {
      own,
      inGroup: this.id < 0,
      pressed: this.presses.pending(message.message_id),
      chosen: this.chat?.votes.find(mine)?.option_ids ?? [],
    };
    return bubble(message, view, {
      press: (of, button) => this.presses.press(of, button, speaker),
      vote: (of, options) => this.#vote(of, options),
      command: (text) => this.say(text),
      edit: (of) => this.foot.composer.startEdit(of),
      menu: (of, button) => toggleMenu(button.parentElement, button, messageItems(this, of, own), "menu-message"),
    });
  }

  /** Who acts here: the resident, or the first member of a group. */
  #speaker() {
    return this.chat?.user?.user_id ?? this.chat?.members[0] ?? null;
  }

  #vote(message, options) {
    const body = { message_id: message.message_id, options, user_id: this.#speaker() };
    this.#attempt(() => server.vote(this.id, body));
  }

  #edit(message, text) {
    this.#attempt(async () => this.#take(await server.edit(this.id, { message_id: message.message_id, text })));
  }

  #sendVoice(blob, seconds) {
    const body = new FormData();
    body.append("voice", blob, blob.type.startsWith("audio/ogg") ? "voice.oga" : "voice.webm");
    body.append("duration", String(Math.max(1, Math.round(seconds))));
    this.send(body);
  }

  #noVoice(reason) {
    this.showToast(say(reason));
    // A recording made elsewhere can still be sent, so that voice can be tried without a microphone.
    if (reason !== "microphone-silent") chooseFile(this.element, "voice", "audio/*", (body) => this.send(body));
  }

  #pressReply(button) {
    if (button.request_location) openLocation(this.element, (body) => this.send(body));
    else if (button.request_contact) this.send({ contact: true });
    else this.say(button.text);
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

  #showChat(chat) {
    const before = this.chat;
    this.chat = chat;
    this.element.dir = direction(chat.user?.language_code);
    this.element.setAttribute("aria-label", say("phone-of", { name: chat.user?.first_name ?? chat.chat.title }));
    if (before === null || headOf(before) !== headOf(chat)) {
      const open = (button) => toggleMenu(this.element, button, chatItems(this), "menu-head");
      this.head.replaceChildren(...phoneHead(chat, open));
    }
    const begun = this.messages.size > 0 || this.id < 0;
    this.foot.show(chat, begun || chat.started);
    this.conversation.showEmpty(begun ? null : emptyChat(chat));
  }
}

function headOf({ user, bot, short_description, blocked, chat }) {
  return JSON.stringify([user?.first_name, user?.language_code, bot?.first_name, short_description, blocked, chat.title]);
}

function sameMessage(one, other) {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
