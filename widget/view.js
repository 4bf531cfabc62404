/** What a conversation looks like: one function a kind of entry, and the frame around them. */

import { citationCards, citationName } from "./citations.js";
import { button, element } from "./dom.js";
import { feedback } from "./feedback.js";
import { prose } from "./prose.js";

/** Outcomes whose replies are worth a citizen's judgement; small talk is not. */
const RATED = new Set(["answered", "clarify", "not_found", "out_of_scope", "expired_source"]);

/** The assistant's opening words, with questions to begin with. */
export function greeting(text, examples, onask) {
  return said(
    "reply",
    "Trợ lý:",
    element("p", {}, text),
    examples.length
      ? element(
          "div",
          { class: "buttons", role: "group", "aria-label": "Câu hỏi gợi ý" },
          ...examples.map((example) => button(example, () => onask(example))),
        )
      : null,
  );
}

/** What the citizen asked. */
export function question(text) {
  return said("question", "Anh/chị hỏi:", element("p", {}, text));
}

/**
 * One reply of the assistant.
 * @param {object} reply  of the chat API
 * @param {{base: URL | string, onchoose: (button: object) => void, onrate: (reply: string, useful: boolean,
 *   reason: string | null) => Promise<void>}} doing
 */
export function reply({ id, text, outcome, citations, buttons }, { base, onchoose, onrate }) {
  return said(
    "reply",
    "Trợ lý trả lời:",
    ...prose(text, citations),
    citationCards(citations, text, base),
    buttons.length
      ? element(
          "div",
          { class: "buttons choices", role: "group", "aria-label": "Lựa chọn" },
          ...buttons.map((choice) => button(choice.title, () => onchoose(choice))),
        )
      : null,
    RATED.has(outcome) ? feedback((useful, reason) => onrate(id, useful, reason)) : null,
  );
}

/** Why something did not work, with a way to try again where that can help. */
export function failure(error, onretry) {
  return said(
    "failure",
    "Thông báo lỗi:",
    element("p", {}, element("strong", {}, error.message)),
    error.hint ? element("p", {}, error.hint) : null,
    onretry ? element("div", { class: "buttons" }, button("Gửi lại", onretry)) : null,
  );
}

/** A remark of the page itself. */
export function notice(text) {
  return element("p", { class: "notice" }, text);
}

/** What a screen reader says when `reply` comes: its words and sources, not its buttons. */
export function spokenReply({ text, citations }) {
  const sources = citations.map(citationName).join("; ");
  return sources ? `${text}\nTrích từ: ${sources}.` : text;
}

/** Choices belong to the newest reply only; older ones stay readable and keep focus, but do nothing. */
export function retireChoices(log) {
  for (const old of log.querySelectorAll(".choices button")) old.setAttribute("aria-disabled", "true");
}

function said(kind, who, ...content) {
  return element("article", { class: `said ${kind}`, tabindex: "-1" }, element("h2", { class: "unseen" }, who), ...content);
}
