// What a message holds besides text: photos, sound, files, places, people.

import { el, icon } from "./dom.js";
import { outsideLink } from "./formatted_text.js";
import { fileAddress } from "./server.js";
import { voicePlayer } from "./voice_player.js";
import { fileSize, say } from "./words.js";

const KINDS = {
  photo: (photo) => picture(photo.at(-1), say("photo")),
  animation: (animation) => film(animation),
  video: (video) => film(video),
  video_note: (note) => film(note),
  voice: (voice) => voicePlayer(fileAddress(voice.file_id), voice.duration, say("voice")),
  audio: (audio) => music(audio),
  sticker: (sticker) => el("p", { class: "sticker" }, sticker.emoji || say("sticker")),
  dice: (dice) => el("p", { class: "sticker" }, `${dice.emoji} ${dice.value}`),
  venue: (venue) => place(venue.location, venue.title, venue.address),
  location: (location) => place(location, say("location")),
  contact: (contact) => person(contact),
  document: (document) => file(document),
};

/** The media of a message as an element, or null where it has none. */
export function mediaElement(message) {
  // An animation also comes as a document, a venue also as a location: the first kind counts.
  const kind = Object.keys(KINDS).find((name) => message[name]);
  return kind ? el("div", { class: `media media-${kind}` }, KINDS[kind](message[kind])) : null;
}

/** A word for what a message holds, where there is no room for more. */
export function mediaName(message) {
  const kind = Object.keys(KINDS).find((name) => message[name]);
  return kind ? say(kind) : "";
}

function picture(size, name) {
  const source = fileAddress(size.file_id);
  const image = el("img", { src: source, alt: name, width: size.width, height: size.height, loading: "lazy" });
  return el("a", { href: source, target: "_blank", rel: "noopener noreferrer", title: say("open-photo") }, image);
}

function film(video) {
  return el("video", { src: fileAddress(video.file_id), controls: true, preload: "metadata", playsinline: true });
}

function music(audio) {
  const name = [audio.performer, audio.title].filter(Boolean).join(" – ") || audio.file_name || say("audio");
  return [el("p", { class: "media-title", dir: "auto" }, name), voicePlayer(fileAddress(audio.file_id), audio.duration, name)];
}

function place(location, title, street) {
  const { latitude, longitude } = location;
  return card(
    "location",
    el("p", { class: "media-title", dir: "auto" }, title),
    street && el("p", { dir: "auto" }, street),
    el("p", { class: "coordinates", dir: "ltr" }, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`),
    location.horizontal_accuracy && el("p", {}, say("accuracy", { metres: Math.round(location.horizontal_accuracy) })),
    outsideLink(`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`, say("open-map")),
  );
}

function person(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return card(
    "contact",
    el("p", { class: "media-title", dir: "auto" }, name),
    el("p", { dir: "ltr", class: "coordinates" }, contact.phone_number),
  );
}

function file(document) {
  const name = document.file_name || say("document");
  return card(
    "file",
    el("a", { class: "media-title", href: fileAddress(document.file_id), download: name, dir: "auto" }, name),
    el("p", {}, fileSize(document.file_size)),
  );
}

function card(picture, ...lines) {
  return el("div", { class: "card" }, el("span", { class: "card-icon" }, icon(picture)), el("div", {}, lines));
}
