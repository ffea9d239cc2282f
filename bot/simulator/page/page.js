// The page: the residents at the top, and one to four of their phones side by side.

import { el, icon } from "./dom.js";
import { loadLists } from "./lists.js";
import { follow } from "./live.js";
import { Phone } from "./phone.js";
import { openNewResident } from "./resident_sheets.js";
import * as server from "./server.js";
import { languageName, loadWords, say } from "./words.js";

const MOST = 4; // phones side by side
const NARROWEST = 330; // pixels a phone needs

const bar = document.querySelector(".residents");
const main = document.querySelector(".phones");
const connection = document.querySelector(".connection");

const phones = new Map(); // chat id -> Phone, as soon as it was shown once
let chats = []; // {id, name, language} of all residents and groups
let chosen = []; // ids of the chats to show, the newest choice first
let news = new Set(); // ids of chats with something unread
let botId = null;

function room() {
  return Math.max(1, Math.min(MOST, Math.floor(main.clientWidth / NARROWEST)));
}

function visible() {
  return chosen.filter((id) => chats.some((chat) => chat.id === id)).slice(0, room());
}

function render() {
  const shown = new Set(visible());
  for (const id of shown) news.delete(id);
  bar.replaceChildren(...chats.map((chat) => tab(chat, shown.has(chat.id))));
  for (const [id, phone] of phones) phone.element.hidden = !shown.has(id);
  for (const { id } of chats) if (shown.has(id) && !phones.has(id)) addPhone(id);
  document.querySelector(".welcome")?.remove();
  if (chats.length === 0) main.append(el("div", { class: "welcome" }, el("p", {}, say("welcome")), newButton("primary")));
  const hash = `#${chosen.join(",")}`;
  if (location.hash !== hash && chosen.length > 0) history.replaceState(null, "", hash);
}

function tab(chat, shown) {
  return el(
    "button",
    {
      type: "button",
      class: "tab",
      "aria-pressed": String(shown),
      title: chat.language === undefined ? null : languageName(chat.language),
      click: () => choose(chat.id, shown),
    },
    el("bdi", {}, chat.name),
    news.has(chat.id) && el("span", { class: "news-dot" }, el("span", { class: "unseen" }, say("unread"))),
  );
}

function choose(id, shown) {
  const others = chosen.filter((other) => other !== id);
  // The last phone in sight stays.
  if (shown && room() > 1 && visible().length > 1) chosen = others;
  else chosen = [id, ...others].slice(0, MOST);
  render();
}

function addPhone(id) {
  const phone = new Phone(id);
  phones.set(id, phone);
  const order = chats.map((chat) => chat.id);
  const next = [...phones.keys()].filter((other) => order.indexOf(other) > order.indexOf(id));
  const before = next.sort((a, b) => order.indexOf(a) - order.indexOf(b))[0];
  main.insertBefore(phone.element, before === undefined ? null : phones.get(before).element);
  phone.load().catch(connected);
}

function newButton(className) {
  return el("button", { type: "button", class: className, click: askForResident }, icon("plus"), el("span", {}, say("new-resident")));
}

function askForResident() {
  const taken = chats.map((chat) => chat.name);
  openNewResident(document.body, taken, async (resident) => {
    const { chat_id: id } = await server.addResident(resident);
    chosen = [id, ...chosen.filter((other) => other !== id)].slice(0, MOST);
    await loadPeople();
    render();
  });
}

async function loadPeople() {
  const [{ users, groups }, bots] = await Promise.all([server.people(), server.bots()]);
  botId = server.chosenBot === null ? (bots[0]?.bot_id ?? null) : Number(server.chosenBot);
  chats = [
    ...users.map((user) => ({ id: user.chat_id, name: user.first_name, language: user.language_code })),
    ...groups.map((group) => ({ id: group.chat_id, name: group.title })),
  ];
}

async function loadEverything() {
  await loadPeople();
  const there = new Set(chats.map((chat) => chat.id));
  for (const [id, phone] of phones) {
    if (there.has(id)) continue;
    phone.element.remove();
    phones.delete(id);
  }
  chosen = chosen.filter((id) => there.has(id));
  if (chosen.length === 0) chosen = chats.slice(0, room()).map((chat) => chat.id);
  const old = [...phones.values()];
  render();
  await Promise.all(old.map((phone) => phone.load()));
}

let round = 0;

async function connected() {
  const mine = (round += 1);
  try {
    await loadEverything();
    if (mine === round) connection.hidden = true;
  } catch (failure) {
    showTrouble(failure);
    setTimeout(() => mine === round && connected(), 2000);
  }
}

function lost() {
  round += 1;
  connection.textContent = say("reconnecting");
  connection.hidden = false;
}

function showTrouble(failure) {
  connection.textContent = say("trouble", { reason: say(failure.message) });
  connection.hidden = false;
}

async function received(name, data) {
  const ours = data.bot_id === null || botId === null || data.bot_id === botId;
  if (name === "bot" || name === "user" || name === "group") {
    await peopleChanged(name, data);
  } else if (ours) {
    phones.get(data.chat_id)?.receive(name, data);
    const unseen = name === "message" && data.message.from?.is_bot && !visible().includes(data.chat_id);
    if (unseen && !news.has(data.chat_id)) {
      news.add(data.chat_id);
      render();
    }
  }
}

async function peopleChanged(name, data) {
  await loadPeople();
  const id = data.user?.chat_id ?? data.group?.chat_id;
  // Somebody new, added by a tool or another window, appears where there is room.
  if (id !== undefined && !chosen.includes(id) && visible().length < room()) chosen = [...chosen, id].slice(0, MOST);
  render();
  for (const phone of phones.values()) if (name === "bot" || phone.id === id) phone.refreshChat();
}

async function begin() {
  await Promise.all([loadWords(), loadLists()]);
  document.title = say("title");
  document.querySelector(".bar-title").textContent = say("title");
  bar.setAttribute("aria-label", say("residents"));
  document.querySelector(".new-resident").replaceWith(newButton("new-resident"));
  chosen = location.hash.slice(1).split(",").map(Number).filter(Boolean).slice(0, MOST);
  let fits = 0;
  new ResizeObserver(() => {
    if (room() !== fits) render();
    fits = room();
  }).observe(main);
  follow({
    onConnected: connected,
    onLost: lost,
    onEvent: (name, data) => received(name, data).catch(showTrouble),
  });
}

begin().catch((failure) => {
  connection.textContent = String(failure.message);
  connection.hidden = false;
});
