// Builds the page's elements. Text always goes in as text nodes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. A function among the attributes listens to the event of that name; true is an attribute
 * without a value; null, undefined and false leave one out. Empty children are left out too.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A picture from icons.svg, for the eye only. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `icons.svg#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** A button that shows only a picture; its name is read out and shown on hovering. */
export function iconButton(name, label, onClick, attributes = {}) {
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, click: onClick, ...attributes },
    icon(name),
  );
}

/** Words of somebody else inside our own sentence: they keep their direction to themselves. */
export function apart(text) {
  return el("bdi", {}, text);
}

const drawnAgain = new WeakMap();

/** Notes that `now` stands where `before` stood, for whoever wants to go back there. */
export function replaced(before, now) {
  if (now) drawnAgain.set(before, now);
}

/** The element that stands where `before` stood, if any is left on the page. */
export function asItIsNow(before) {
  let element = before;
  while (element && !element.isConnected) element = drawnAgain.get(element);
  return element;
}
