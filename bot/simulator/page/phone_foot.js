// The foot of a phone: where one writes and the keyboard below it, or one big button where one cannot write.

import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { say } from "./words.js";

/**
 * The foot. `acts` are those of the Composer (but for the keyboard, which the foot folds itself) and
 * `{pressReply(button), start(), unblock()}`.
 */
export class PhoneFoot {
  constructor(acts) {
    this.acts = acts;
    this.folded = false;
    this.drawn = {}; // what each part was drawn from, so that nobody loses the focus for nothing
    this.composer = new Composer({ ...acts, keyboard: () => this.#fold() });
    this.keyboard = el("div", { class: "keyboard-frame", hidden: true });
    this.big = el("div", { class: "big-button", hidden: true });
    this.element = el("footer", { class: "phone-foot" }, this.composer.element, this.keyboard, this.big);
  }

  /** Shows what the chat (as GET /sim/chats/… gives it) lets the resident do; `begun` if there was a message. */
  show(chat, begun) {
    this.chat = chat;
    this.begun = begun;
    const focused = this.element.contains(document.activeElement);
    const markup = chat.reply_keyboard;
    const open = begun && !chat.blocked;
    this.composer.element.hidden = !open;
    if (this.#changed("keyboard", markup)) {
      this.folded = false;
      this.keyboard.replaceChildren(...(markup ? [replyKeyboard(markup, this.acts.pressReply)] : []));
    }
    this.keyboard.hidden = !open || !markup || this.folded;
    this.composer.offer({
      hasCommands: chat.commands.length > 0,
      hasKeyboard: Boolean(markup),
      keyboardShown: !this.folded,
      placeholder: chat.force_reply?.input_field_placeholder ?? markup?.input_field_placeholder,
    });
    this.big.hidden = open;
    if (this.#changed("big", chat.blocked)) this.#drawBig(chat.blocked);
    // The button that was pressed may be gone; with a mouse or keys at hand, writing is next.
    const lost = focused && !this.element.contains(document.activeElement);
    if (lost && open && matchMedia("(hover: hover)").matches) this.composer.field.focus();
  }

  #changed(part, value) {
    const now = JSON.stringify(value ?? null);
    const before = this.drawn[part];
    this.drawn[part] = now;
    return before !== now;
  }

  #drawBig(blocked) {
    const action = blocked ? this.acts.unblock : this.acts.start;
    const button = el("button", { type: "button", class: "primary wide", click: action }, say(blocked ? "unblock" : "start"));
    const note = blocked ? [el("p", { class: "blocked-note" }, say("is-blocked"))] : [];
    this.big.replaceChildren(...note, button);
  }

  #fold() {
    this.folded = !this.folded;
    this.show(this.chat, this.begun);
  }
}
