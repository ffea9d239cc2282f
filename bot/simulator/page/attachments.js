// The sheets behind the paper clip: place, photo, file, sticker, contact, forwarded text.

import { el, icon } from "./dom.js";
import { lists } from "./lists.js";
import { field, openSheet } from "./sheet.js";
import { fileSize, say } from "./words.js";

const PATIENCE = 10_000; // milliseconds for the browser to find out where it is

/** The entries of the attach menu; `send(body)` sends, bodies as POST …/send takes them. */
export function attachments(phone, send) {
  return [
    { label: say("photo"), picture: "photo", action: () => chooseFile(phone, "photo", "image/*", send) },
    { label: say("document"), picture: "file", action: () => chooseFile(phone, "document", "", send) },
    { label: say("location"), picture: "location", action: () => openLocation(phone, send) },
    { label: say("sticker"), picture: "sticker", action: () => openStickers(phone, send) },
    { label: say("contact"), picture: "contact", action: () => openContact(phone, send) },
  ];
}

/** Lets the resident choose a file, look at it, and send it under this name of the form. */
export function chooseFile(phone, kind, accept, send) {
  const input = el("input", { type: "file", accept });
  input.addEventListener("change", () => {
    if (input.files.length > 0) openFile(phone, kind, input.files[0], send);
  });
  input.click();
}

function openFile(phone, kind, file, send) {
  const preview = kind === "photo" && file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
  const caption = el("input", { type: "text", dir: "auto", maxlength: "1024", "data-first": true });
  openSheet(
    phone,
    say(kind),
    (close) =>
      form(
        () => {
          const body = new FormData();
          body.append(kind, file, file.name);
          if (kind !== "voice" && caption.value.trim()) body.append("caption", caption.value.trim());
          send(body);
          close();
        },
        preview && el("img", { class: "preview", src: preview, alt: "" }),
        el("p", { dir: "auto" }, file.name, " · ", fileSize(file.size)),
        kind !== "voice" && field(say("caption"), caption),
        sendButton(),
      ),
    { onClose: () => preview && URL.revokeObjectURL(preview) },
  );
}

/** Lets the resident choose a place: where the browser is, a known one, or by numbers. */
export function openLocation(phone, send) {
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const latitude = el("input", { inputmode: "decimal", dir: "ltr", autocomplete: "off", required: true });
  const longitude = latitude.cloneNode();
  const complain = (key) => {
    problem.textContent = say(key);
    problem.hidden = false;
  };
  openSheet(phone, say("location"), (close) => {
    const sendPlace = (place) => {
      close();
      send({ location: place });
    };
    const here = async () => {
      try {
        sendPlace(await whereAmI());
      } catch (failure) {
        complain(failure.code === 1 ? "location-refused" : "location-unknown");
      }
    };
    const byNumbers = () => {
      const place = { latitude: degrees(latitude.value, 90), longitude: degrees(longitude.value, 180) };
      if (place.latitude === null || place.longitude === null) complain("location-numbers");
      else sendPlace(place);
    };
    const choice = (point) =>
      el(
        "button",
        { type: "button", class: "choice", click: () => sendPlace({ latitude: point.latitude, longitude: point.longitude }) },
        point.name,
      );
    return [
      el("button", { type: "button", class: "primary wide", "data-first": true, click: here }, icon("location"), say("location-here")),
      problem,
      el("div", { class: "choices" }, lists.points.map(choice)),
      form(byNumbers, el("div", { class: "two" }, field(say("latitude"), latitude), field(say("longitude"), longitude)), sendButton()),
    ];
  });
}

function whereAmI() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new Error("no geolocation"));
      return;
    }
    const found = ({ coords }) =>
      resolve({
        latitude: coords.latitude,
        longitude: coords.longitude,
        // Telegram knows an uncertainty of up to 1500 metres.
        horizontal_accuracy: Math.min(coords.accuracy, 1500),
      });
    navigator.geolocation.getCurrentPosition(found, reject, { timeout: PATIENCE, enableHighAccuracy: true });
  });
}

function degrees(text, most) {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !(Math.abs(value) <= most) ? null : value;
}

function openStickers(phone, send) {
  openSheet(phone, say("sticker"), (close) => {
    const choice = (emoji) => {
      const click = () => {
        close();
        send({ sticker: { emoji } });
      };
      return el("button", { type: "button", class: "choice emoji", click }, emoji);
    };
    return el("div", { class: "choices" }, lists.stickers.map(choice));
  });
}

function openContact(phone, send) {
  const name = el("input", { type: "text", dir: "auto", required: true, maxlength: "64" });
  const number = el("input", { type: "tel", dir: "ltr", required: true, maxlength: "20", pattern: "\\+?[0-9 \\-\\/\\(\\)]{3,}" });
  openSheet(phone, say("contact"), (close) => [
    el(
      "button",
      {
        type: "button",
        class: "primary wide",
        "data-first": true,
        click: () => {
          close();
          send({ contact: true });
        },
      },
      say("contact-own"),
    ),
    form(
      () => {
        close();
        send({ contact: { first_name: name.value.trim(), phone_number: number.value.trim() } });
      },
      field(say("first-name"), name),
      field(say("phone-number"), number),
      sendButton(),
    ),
  ]);
}

/** Lets the resident pass on a text that somebody else wrote. */
export function openForward(phone, send) {
  const author = el("input", { type: "text", dir: "auto", required: true, maxlength: "64" });
  const text = el("textarea", { rows: "4", dir: "auto", required: true, maxlength: "4096" });
  openSheet(phone, say("forward"), (close) =>
    form(
      () => {
        close();
        send({ text: text.value.trim(), forward_from: author.value.trim() });
      },
      field(say("forward-author"), author),
      field(say("forward-text"), text),
      sendButton(),
    ),
  );
}

function form(onSubmit, ...children) {
  const submit = (event) => {
    event.preventDefault();
    onSubmit();
  };
  return el("form", { class: "sheet-form", submit }, children);
}

function sendButton() {
  return el("div", { class: "sheet-buttons" }, el("button", { type: "submit", class: "primary" }, say("send")));
}
