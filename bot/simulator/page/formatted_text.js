// A message's text with Telegram's entities. Entity offsets count UTF-16 units, as JavaScript's strings do.

import { el } from "./dom.js";
import { say } from "./words.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address if it is safe to follow, else null. */
export function safeLink(address) {
  try {
    return SAFE_SCHEMES.has(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

/** A link that opens beside this page, or only its words where the address is not safe. */
export function outsideLink(address, ...children) {
  const safe = safeLink(address);
  if (safe === null) return el("span", { class: "dead-link", title: address }, ...children);
  return el("a", { href: safe, target: "_blank", rel: "noopener noreferrer nofollow", title: safe }, ...children);
}

/** Text and entities as nodes; `onCommand("/start")` when a command in the text is pressed. */
export function formattedText(text, entities = [], onCommand = () => {}) {
  const inOrder = entities
    .filter((entity) => Number.isInteger(entity.offset) && Number.isInteger(entity.length))
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, inOrder, onCommand);
  return fragment;
}

function fill(parent, text, from, to, entities, onCommand) {
  let at = from;
  while (entities.length > 0 && entities[0].offset < to) {
    const entity = entities.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    parent.append(text.slice(at, start));
    const node = entityElement(entity, text.slice(start, end), onCommand);
    fill(node, text, start, end, entities, onCommand);
    parent.append(node);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function entityElement(entity, words, onCommand) {
  switch (entity.type) {
    case "text_link":
      return outsideLink(entity.url ?? "");
    case "url":
      return outsideLink(safeLink(words) ?? `http://${words}`);
    case "email":
      return outsideLink(`mailto:${words}`);
    case "phone_number":
      return outsideLink(`tel:${words.replace(/[^+\d]/g, "")}`);
    case "bot_command":
      return el("button", { type: "button", class: "command", click: () => onCommand(words) });
    case "spoiler":
      return spoiler();
    default:
      return el(TAGS[entity.type] ?? "span", { class: `entity-${entity.type}` });
  }
}

function spoiler() {
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.currentTarget.classList.add("shown");
    event.currentTarget.removeAttribute("aria-label");
  };
  const attributes = { class: "spoiler", tabindex: "0", role: "button", "aria-label": say("spoiler") };
  return el("span", { ...attributes, click: show, keydown: show });
}
