// Pressed buttons that wait for the bot's answer.

import { buttonKey } from "./keyboards.js";
import * as server from "./server.js";
import { say } from "./words.js";

const PATIENCE = 15_000; // milliseconds; then a phone stops showing that it waits
const KEPT = 50;

/** The pressed buttons of one phone. */
export class Presses {
  constructor(chatId, phone) {
    this.chatId = chatId;
    this.phone = phone;
    this.byMessage = new Map(); // message id -> Set of keys of buttons
    this.byQuery = new Map(); // callback query id -> {messageId, key, timer}
    this.early = new Set(); // ids of queries answered before our own request came back
  }

  /** The keys of a message's buttons that wait. */
  pending(messageId) {
    return this.byMessage.get(messageId) ?? new Set();
  }

  /** Presses a button for a resident. */
  async press(message, button, userId) {
    const id = message.message_id;
    const key = buttonKey(button);
    if (this.pending(id).has(key)) return;
    if (!button.callback_data) {
      this.#pressOther(button);
      return;
    }
    this.#mark(id, key);
    try {
      const answer = await server.press(this.chatId, { message_id: id, data: button.callback_data, user_id: userId });
      const query = answer.callback_query_id;
      if (answer.answered || this.early.delete(query)) this.#clear(id, key);
      else this.byQuery.set(query, { id, key, timer: setTimeout(() => this.#giveUp(query), PATIENCE) });
    } catch (failure) {
      this.#clear(id, key);
      this.phone.showToast(say("not-done", { reason: say(failure.message) }));
    }
  }

  /** The bot has answered. */
  answered({ callback_query_id: query, text, show_alert: alert, url }) {
    const waiting = this.byQuery.get(query);
    if (waiting) {
      clearTimeout(waiting.timer);
      this.byQuery.delete(query);
      this.#clear(waiting.id, waiting.key);
    } else {
      this.early.add(query);
      if (this.early.size > KEPT) this.early.delete(this.early.values().next().value);
    }
    if (text && alert) this.phone.showNotice(text);
    else if (text || url) this.phone.showToast(text || url);
  }

  async #pressOther(button) {
    if (!button.copy_text) {
      this.phone.showToast(say("button-unknown"));
      return;
    }
    try {
      await navigator.clipboard.writeText(button.copy_text.text);
      this.phone.showToast(say("copied"));
    } catch {
      this.phone.showToast(button.copy_text.text);
    }
  }

  #giveUp(query) {
    const { id, key } = this.byQuery.get(query);
    this.byQuery.delete(query);
    this.#clear(id, key);
    this.phone.showToast(say("no-answer"));
  }

  #mark(id, key) {
    this.byMessage.set(id, new Set([...this.pending(id), key]));
    this.phone.refreshMessage(id);
  }

  #clear(id, key) {
    this.byMessage.get(id)?.delete(key);
    this.phone.refreshMessage(id);
  }
}
