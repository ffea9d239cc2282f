// Who a resident is: a new one, and the language of their phone.

import { el } from "./dom.js";
import { lists } from "./lists.js";
import { field, openSheet } from "./sheet.js";
import { languageName, say } from "./words.js";

function languageField(chosen) {
  const codes = lists.residents.map((resident) => resident.language);
  const all = chosen && !codes.includes(chosen) ? [chosen, ...codes] : codes;
  const select = el(
    "select",
    {},
    all.map((code) => el("option", { value: code }, languageName(code))),
    el("option", { value: "" }, languageName("")),
  );
  select.value = chosen ?? "";
  return select;
}

function form(label, onSubmit, ...children) {
  const submit = (event) => {
    event.preventDefault();
    onSubmit();
  };
  const button = el("button", { type: "submit", class: "primary" }, label);
  return el("form", { class: "sheet-form", submit }, children, el("div", { class: "sheet-buttons" }, button));
}

/**
 * Asks for a new resident; `taken` are the names in use. `onAdd({first_name, language_code})` adds one and
 * returns a promise; what it throws is shown.
 */
export function openNewResident(host, taken, onAdd) {
  const suggestion = lists.residents.find((resident) => !taken.includes(resident.name)) ?? lists.residents[0];
  const name = el("input", { type: "text", dir: "auto", required: true, maxlength: "64", autocomplete: "off", "data-first": true });
  const language = languageField(suggestion.language);
  const problem = el("p", { class: "problem", role: "alert" });
  let ownName = false;
  const suggest = () => {
    const known = lists.residents.find((resident) => resident.language === language.value);
    if (known && !ownName) name.value = known.name;
  };
  name.addEventListener("input", () => {
    ownName = name.value.trim() !== "";
  });
  language.addEventListener("change", suggest);
  suggest();
  openSheet(host, say("new-resident"), (close) =>
    form(
      say("add"),
      async () => {
        try {
          await onAdd({ first_name: name.value.trim(), language_code: language.value || null });
          close();
        } catch (failure) {
          problem.textContent = say(failure.message);
        }
      },
      field(say("first-name"), name),
      field(say("device-language"), language),
      problem,
    ),
  );
  name.select();
}

/** Asks for the language a resident's phone is set to; `onChoose(code or null)`. */
export function openLanguage(phone, current, onChoose) {
  const language = languageField(current);
  openSheet(phone, say("change-language"), (close) =>
    form(
      say("change"),
      () => {
        close();
        onChoose(language.value || null);
      },
      field(say("device-language"), language),
    ),
  );
}
