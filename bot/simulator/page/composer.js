// Where a resident writes: the text field, its buttons, and recording a voice message.

import { shortly } from "./bubble.js";
import { el, icon, iconButton } from "./dom.js";
import { NoRecording, startRecording } from "./recorder.js";
import { duration, say } from "./words.js";

const LIMIT = 4096; // characters of a text message, in Telegram
const WARN_FROM = 3800;

/**
 * The writing row. `acts` are `{send(text, replyTo), edit(id, text), voice(recording), noVoice(reason),
 * attach(button), commands(button), keyboard()}`.
 */
export class Composer {
  constructor(acts) {
    this.acts = acts;
    this.about = null; // {kind: "edit" | "reply", message}
    this.banner = el("div", { class: "banner", hidden: true });
    this.field = el("textarea", {
      class: "field-text",
      rows: "1",
      enterkeyhint: "send",
      "aria-label": say("message-field"),
      placeholder: say("message-field"),
      input: () => this.#refresh(),
      keydown: (event) => this.#key(event),
    });
    this.count = el("p", { class: "count", role: "status", hidden: true });
    const opens = { "aria-haspopup": "menu", "aria-expanded": "false" };
    const attach = iconButton("attach", say("attach"), () => acts.attach(attach), opens);
    this.commands = iconButton("commands", say("commands"), () => acts.commands(this.commands), opens);
    this.keyboard = iconButton("keyboard", say("keyboard"), () => acts.keyboard(), { hidden: true });
    this.microphone = iconButton("microphone", say("record"), () => this.#record(), { class: "icon-button round" });
    this.sendButton = el(
      "button",
      { type: "submit", class: "icon-button round", "aria-label": say("send"), title: say("send"), hidden: true },
      icon("send"),
    );
    this.row = el(
      "div",
      { class: "compose-row" },
      attach,
      el("div", { class: "field-frame" }, this.field, this.commands, this.keyboard),
      this.microphone,
      this.sendButton,
    );
    this.recording = el("div", { class: "recording", hidden: true });
    const submit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.element = el("form", { class: "composer", submit }, this.banner, this.count, this.row, this.recording);
  }

  /** Shows what the chat offers: its commands and whether there is a keyboard to fold away. */
  offer({ hasCommands, hasKeyboard, keyboardShown, placeholder }) {
    this.commands.hidden = !hasCommands;
    this.keyboard.hidden = !hasKeyboard;
    this.keyboard.setAttribute("aria-pressed", String(keyboardShown));
    this.field.placeholder = placeholder || say("message-field");
  }

  /** Lets the resident correct a message of their own. */
  startEdit(message) {
    this.about = { kind: "edit", message };
    this.field.value = message.text;
    this.#refresh();
    this.field.focus();
  }

  /** Lets the resident answer one message in particular. */
  startReply(message) {
    this.about = { kind: "reply", message };
    this.#refresh();
    this.field.focus();
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.about) {
      this.#forget();
    }
  }

  #forget() {
    if (this.about?.kind === "edit") this.field.value = "";
    this.about = null;
    this.#refresh();
    this.field.focus();
  }

  #submit() {
    const text = this.field.value.trim();
    if (text === "" || text.length > LIMIT) return;
    if (this.about?.kind === "edit") this.acts.edit(this.about.message, text);
    else this.acts.send(text, this.about?.message.message_id ?? null);
    this.field.value = "";
    this.about = null;
    this.#refresh();
  }

  #refresh() {
    // An empty field lies as the phone does; what is written finds its own direction.
    this.field.toggleAttribute("dir", this.field.value !== "");
    if (this.field.value !== "") this.field.dir = "auto";
    const length = this.field.value.trim().length;
    const writing = this.field.value !== "" || this.about !== null;
    this.microphone.hidden = writing;
    this.sendButton.hidden = !writing;
    this.sendButton.disabled = length === 0 || length > LIMIT;
    this.count.hidden = length < WARN_FROM;
    this.count.classList.toggle("problem", length > LIMIT);
    this.count.textContent = this.count.hidden ? "" : say("count", { length, limit: LIMIT });
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    this.banner.hidden = this.about === null;
    if (this.about) this.#showBanner(this.about);
  }

  #showBanner({ kind, message }) {
    this.banner.replaceChildren(
      icon(kind),
      el("p", {}, el("strong", {}, say(kind)), el("span", { dir: "auto" }, shortly(message))),
      iconButton("close", say("cancel"), () => this.#forget()),
    );
  }

  async #record() {
    this.microphone.disabled = true; // the browser may be asking for leave; one question is enough
    try {
      const recording = await startRecording();
      const keep = await this.#recordUntilDecided(recording);
      if (keep) this.acts.voice(await recording.finish());
      else recording.stop();
    } catch (failure) {
      if (!(failure instanceof NoRecording)) throw failure;
      this.acts.noVoice(failure.reason);
    } finally {
      this.microphone.disabled = false;
      this.recording.hidden = true;
      this.row.hidden = false;
    }
    this.microphone.focus();
  }

  async #recordUntilDecided(recording) {
    const time = el("span", { class: "recording-time", dir: "ltr" }, duration(0));
    const clock = setInterval(() => {
      time.textContent = duration(recording.seconds);
    }, 250);
    try {
      return await new Promise((decide) => {
        const send = iconButton("send", say("send-voice"), () => decide(true), { class: "icon-button round" });
        const drop = el("button", { type: "button", class: "plain", click: () => decide(false) }, say("cancel"));
        const state = el("span", { class: "recording-state", role: "status" }, say("recording"));
        this.recording.replaceChildren(drop, state, time, send);
        this.recording.onkeydown = (event) => {
          if (event.key === "Escape") decide(false);
        };
        this.row.hidden = true;
        this.recording.hidden = false;
        send.focus();
      });
    } finally {
      clearInterval(clock);
    }
  }
}
