// The list of messages in a phone: keeps the order, the days and the place one reads at.

import { el, icon, replaced } from "./dom.js";
import { dayName, say } from "./words.js";

const NEAR_END = 80; // pixels

/** The scrolling list. `render(message)` makes the element of a message; `unsent` comes after the newest. */
export class Conversation {
  constructor(render, unsent) {
    this.render = render;
    this.items = new Map(); // message id -> element
    this.atEnd = true;
    this.list = el("ol", { class: "messages" });
    this.typing = el("p", { class: "typing", role: "status", hidden: true });
    this.empty = el("div", { hidden: true });
    this.inner = el("div", {}, this.empty, this.list, unsent, this.typing);
    const log = { class: "conversation", role: "log", "aria-live": "off", "aria-label": say("messages"), tabindex: "0" };
    this.scroller = el("div", { ...log, scroll: () => this.#scrolled() }, this.inner);
    this.toEnd = el(
      "button",
      { type: "button", class: "to-end", "aria-label": say("to-newest"), hidden: true, click: () => this.showEnd() },
      icon("down"),
    );
    this.element = el("div", { class: "conversation-frame" }, this.scroller, this.toEnd);
    // Photos and keyboards change heights after the message is in place.
    const sizes = new ResizeObserver(() => {
      if (this.atEnd) this.#jump();
    });
    sizes.observe(this.inner);
    sizes.observe(this.scroller);
  }

  /** Shows exactly these messages; those that have not changed keep their element (and a voice its place). */
  show(messages, unchanged) {
    const kept = new Set(messages.map((message) => message.message_id));
    for (const id of [...this.items.keys()]) if (!kept.has(id)) this.#drop(id);
    for (const message of messages) {
      if (!this.items.has(message.message_id) || !unchanged(message)) this.#place(message);
    }
    this.#markDays();
    if (this.atEnd) this.#jump();
    // What was there before is not news to be read out; what comes from now on is.
    requestAnimationFrame(() => this.scroller.setAttribute("aria-live", "polite"));
  }

  /** Shows a new or changed message. */
  put(message) {
    const isNew = !this.items.has(message.message_id);
    this.#place(message);
    if (isNew) this.#markDays();
    if (this.atEnd) this.#jump();
    else if (isNew) this.toEnd.classList.add("news");
  }

  /** Takes a message away. */
  remove(id) {
    this.#drop(id);
    this.#markDays();
  }

  /** Scrolls to the newest message. */
  showEnd() {
    this.atEnd = true;
    this.#jump();
  }

  /** Shows an element instead of messages, or nothing for null. */
  showEmpty(element) {
    this.empty.hidden = element === null;
    this.empty.replaceChildren(...(element ? [element] : []));
  }

  /** Says what the bot is doing, or nothing for "". */
  showAction(text) {
    this.typing.hidden = text === "";
    this.typing.textContent = text;
  }

  #place(message) {
    const element = this.render(message);
    element.dataset.day = new Date(message.date * 1000).toDateString();
    element.dataset.date = String(message.date);
    const old = this.items.get(message.message_id);
    this.items.set(message.message_id, element);
    if (old) {
      replaceKeepingFocus(old, element);
      return;
    }
    const later = [...this.items.keys()].filter((id) => id > message.message_id);
    const next = later.length > 0 ? this.items.get(Math.min(...later)) : null;
    this.list.insertBefore(element, next);
  }

  #drop(id) {
    this.items.get(id)?.remove();
    this.items.delete(id);
  }

  #markDays() {
    for (const line of this.list.querySelectorAll(":scope > .day")) line.remove();
    let day = "";
    for (const item of [...this.list.children]) {
      if (item.dataset.day !== day) {
        day = item.dataset.day;
        item.before(el("li", { class: "day" }, el("span", {}, dayName(Number(item.dataset.date)))));
      }
    }
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.toEnd.hidden = this.atEnd;
    if (this.atEnd) this.toEnd.classList.remove("news");
  }

  #jump() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

function replaceKeepingFocus(old, element) {
  const buttons = [...old.querySelectorAll("button, a")];
  const at = buttons.indexOf(document.activeElement);
  old.replaceWith(element);
  const drawnAgain = [...element.querySelectorAll("button, a")];
  buttons.forEach((button, place) => replaced(button, drawnAgain[place]));
  if (at >= 0) drawnAgain[at]?.focus({ preventScroll: true });
}
