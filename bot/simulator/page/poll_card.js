// A poll: options to tap, and bars once one has voted.

import { el, icon } from "./dom.js";
import { formattedText } from "./formatted_text.js";
import { say } from "./words.js";

/** A poll as a card. `chosen` are the indexes this resident voted for; `onVote(indexes)` votes. */
export function pollCard(poll, chosen, onVote) {
  const open = !poll.is_closed && chosen.length === 0;
  return el(
    "div",
    { class: "poll" },
    el("p", { class: "poll-question", dir: "auto" }, formattedText(poll.question, poll.question_entities)),
    el("p", { class: "poll-kind" }, kind(poll)),
    open ? ballot(poll, onVote) : results(poll, chosen),
    poll.explanation && !open && el("p", { class: "poll-explanation", dir: "auto" }, poll.explanation),
    el("p", { class: "poll-total" }, total(poll)),
    canTakeBack(poll, chosen) &&
      el("button", { type: "button", class: "plain", click: () => onVote([]) }, say("poll-take-back")),
  );
}

function kind(poll) {
  if (poll.is_closed) return say("poll-closed");
  if (poll.type === "quiz") return say("poll-quiz");
  return say(poll.is_anonymous === false ? "poll-public" : "poll-anonymous");
}

function total(poll) {
  const count = poll.total_voter_count;
  return count === 0 ? say("poll-none") : say(count === 1 ? "poll-one" : "poll-many", { count });
}

function canTakeBack(poll, chosen) {
  return chosen.length > 0 && !poll.is_closed && poll.type !== "quiz" && poll.allows_revoting !== false;
}

function ballot(poll, onVote) {
  if (!poll.allows_multiple_answers) {
    const options = poll.options.map((option, index) =>
      el(
        "button",
        { type: "button", class: "poll-option", click: () => onVote([index]) },
        el("span", { class: "poll-mark" }),
        optionText(option),
      ),
    );
    return el("div", { class: "poll-options" }, options);
  }
  const boxes = poll.options.map(() => el("input", { type: "checkbox" }));
  const choice = () => boxes.flatMap((box, index) => (box.checked ? [index] : []));
  const button = el("button", { type: "submit", class: "primary", disabled: true }, say("poll-vote"));
  const refresh = () => {
    button.disabled = choice().length === 0;
  };
  const submit = (event) => {
    event.preventDefault();
    onVote(choice());
  };
  return el(
    "form",
    { class: "poll-options", submit, change: refresh },
    poll.options.map((option, index) => el("label", { class: "poll-option" }, boxes[index], optionText(option))),
    button,
  );
}

function results(poll, chosen) {
  const rows = poll.options.map((option, index) => {
    const share = poll.total_voter_count ? option.voter_count / poll.total_voter_count : 0;
    const percent = Math.round(share * 100);
    const own = chosen.includes(index);
    const bar = el("span", { class: "poll-bar" });
    bar.style.setProperty("--share", `${share * 100}%`);
    return el(
      "li",
      { class: own ? "poll-result own" : "poll-result" },
      el("span", { class: "poll-percent" }, `${percent} %`),
      optionText(option),
      own && el("span", { class: "poll-own" }, icon("check"), el("span", { class: "unseen" }, say("poll-yours"))),
      isCorrect(poll, index) && el("span", { class: "poll-correct" }, say("poll-correct")),
      bar,
    );
  });
  return el("ul", { class: "poll-options" }, rows);
}

function isCorrect(poll, index) {
  return poll.correct_option_ids?.includes(index) || poll.correct_option_id === index;
}

function optionText(option) {
  return el("span", { class: "poll-text", dir: "auto" }, formattedText(option.text, option.text_entities));
}
