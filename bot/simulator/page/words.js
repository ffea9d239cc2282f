// The page's own words, in the browser's language where words.json has it, else in English.

let words = {};

/** The language of the page's own words and of its dates. */
export let language = "en";

/** Loads the words; call it once, before anything is shown. */
export async function loadWords() {
  const all = await (await fetch("words.json")).json();
  language = navigator.languages.map((code) => code.split("-")[0]).find((code) => code in all) ?? "en";
  words = all[language];
  document.documentElement.lang = language;
}

/** The words for a key, with {names} replaced by values. */
export function say(key, values = {}) {
  const sentence = words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** What a language is called, in the language itself and in the page's language. */
export function languageName(code) {
  if (!code) return say("no-language");
  const own = nameIn(code, code);
  const here = nameIn(language, code);
  return own.toLowerCase() === here.toLowerCase() ? own : `${own} – ${here}`;
}

function nameIn(locale, code) {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(code);
  } catch {
    return code; // not a language code that browsers know
  }
}

const RIGHT_TO_LEFT = new Set(["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"]);

/** "rtl" or "ltr": how a phone set to this language is laid out. */
export function direction(code) {
  try {
    return RIGHT_TO_LEFT.has(new Intl.Locale(code).maximize().script) ? "rtl" : "ltr";
  } catch {
    return "ltr";
  }
}

/** The time of day of a Unix time in seconds. */
export function clockTime(seconds) {
  return new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(seconds * 1000);
}

/** The day of a Unix time in seconds. */
export function dayName(seconds) {
  return new Intl.DateTimeFormat(language, { dateStyle: "full" }).format(seconds * 1000);
}

/** Minutes and seconds. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The size of a file. */
export function fileSize(bytes) {
  if (!(bytes > 0)) return "";
  const [unit, divisor] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const amount = Math.max(bytes / divisor, 0.1);
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}
