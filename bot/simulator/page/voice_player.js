// A small player for voice messages and music. Only one plays at a time.

import { el, icon } from "./dom.js";
import { duration, say } from "./words.js";

let playing = null;

/** A player for the sound at an address; `seconds` is shown until the sound itself is loaded. */
export function voicePlayer(address, seconds, name) {
  const sound = new Audio();
  sound.preload = "none";
  sound.src = address;
  const button = el("button", { type: "button", class: "play", click: toggle });
  const place = el("input", { type: "range", min: "0", max: "1", step: "any", value: "0", "aria-label": say("place") });
  const time = el("span", { class: "play-time", dir: "ltr" }, duration(seconds));
  const problem = el("p", { class: "problem", role: "status", hidden: true }, say("cannot-play"));

  function length() {
    return Number.isFinite(sound.duration) ? sound.duration : seconds || 0;
  }

  function show() {
    button.replaceChildren(icon(sound.paused ? "play" : "pause"));
    button.setAttribute("aria-label", say(sound.paused ? "play" : "pause", { name }));
    const at = sound.currentTime;
    place.value = length() ? String(at / length()) : "0";
    place.style.setProperty("--done", `${Number(place.value) * 100}%`);
    time.textContent = duration(at > 0 ? at : length());
  }

  async function toggle() {
    if (!sound.paused) {
      sound.pause();
      return;
    }
    playing?.pause();
    playing = sound;
    try {
      await sound.play();
    } catch (failure) {
      // Stopped again before it began is no problem; a sound that cannot be read is.
      problem.hidden = failure.name === "AbortError";
    }
  }

  for (const event of ["play", "pause", "timeupdate", "durationchange"]) sound.addEventListener(event, show);
  sound.addEventListener("ended", () => {
    sound.currentTime = 0;
  });
  place.addEventListener("input", () => {
    if (length()) sound.currentTime = Number(place.value) * length();
  });
  show();
  return el("div", { class: "player", dir: "ltr" }, button, place, time, problem);
}
