// Messages on their way: sent one after another, and kept in sight if they could not be delivered.

import { el } from "./dom.js";
import * as server from "./server.js";
import { say } from "./words.js";

/** What one resident is sending. */
export class Outgoing {
  constructor(chatId) {
    this.chatId = chatId;
    this.last = Promise.resolve();
    this.element = el("ul", { class: "unsent", role: "alert" });
  }

  /** Sends a body of POST …/send after those before it; `onSent(Message)` when it is delivered. */
  send(body, onSent) {
    this.last = this.last.then(async () => {
      try {
        onSent(await server.send(this.chatId, body));
      } catch (failure) {
        this.#keep(body, onSent, failure);
      }
    });
  }

  #keep(body, onSent, failure) {
    const again = () => {
      line.remove();
      this.send(body, onSent);
    };
    const line = el(
      "li",
      { class: "problem" },
      el("p", {}, el("strong", {}, say("not-delivered")), " ", say(failure.message)),
      el("p", { class: "unsent-words", dir: "auto" }, words(body)),
      el("button", { type: "button", class: "plain", click: again }, say("try-again")),
      el("button", { type: "button", class: "plain", click: () => line.remove() }, say("discard")),
    );
    this.element.append(line);
  }
}

function words(body) {
  if (!(body instanceof FormData)) return body.text ?? say(Object.keys(body)[0]);
  const file = [...body.values()].find((value) => value instanceof File);
  return file?.name ?? "";
}
