/** What a conversation looks like: one function a kind of entry. */

import { citationChips, citationName } from "./citations.js";
import { button, element } from "./dom.js";
import { feedback } from "./feedback.js";
import { prose } from "./prose.js";
import { tools } from "./tools.js";

/** Outcomes whose replies are worth a citizen's judgement; small talk is not. */
const RATED = new Set(["answered", "clarify", "not_found", "out_of_scope", "expired_source"]);

/** @typedef {import("./words.js").Words} Words */

/**
 * The assistant's opening words, with questions to begin with, by topic.
 * @param {Welcome} welcome
 * @param {(question: string) => void} onask
 * @param {Words} words
 */
export function greeting({ greeting, topics }, onask, words) {
  return said(
    "reply",
    words.assistant,
    element("p", {}, greeting),
    topics.length
      ? element(
          "div",
          { class: "topics", role: "group", "aria-label": words.suggestions },
          ...topics.map(({ title, questions }, index) =>
            element(
              "details",
              { open: index === 0 },
              element("summary", {}, title),
              element("div", { class: "buttons" }, ...questions.map((text) => button(text, () => onask(text)))),
            ),
          ),
        )
      : null,
  );
}

/** What the citizen asked. @param {string} text @param {Words} words */
export function question(text, words) {
  return said("question", words.asks, element("p", {}, text));
}

/**
 * One reply of the assistant.
 * @param {Reply} reply
 * @param {{base: URL, words: Words, choose: (choice: Choice) => void, tell: (text: string) => void,
 *   rate: (reply: string, useful: boolean, reason: string | null) => Promise<void>}} doing
 */
export function reply(reply, { base, words, choose, tell, rate }) {
  const { id, text, outcome, citations, buttons } = reply;
  return said(
    "reply",
    words.answers,
    element("div", { class: "prose", lang: "vi" }, ...prose(text, citations)),
    citationChips(citations, base, words),
    buttons.length
      ? element(
          "div",
          { class: "buttons choices", role: "group", "aria-label": words.choices },
          ...buttons.map((choice) => button(choice.title, () => choose(choice))),
        )
      : null,
    citations.length ? tools(reply, base, words, tell) : null,
    RATED.has(outcome) ? feedback((useful, reason) => rate(id, useful, reason), words) : null,
  );
}

/**
 * Why something did not work, with a way to try again where that can help.
 * @param {{message: string, hint: string}} why
 * @param {(() => void) | null} onretry
 * @param {Words} words
 */
export function failure({ message, hint }, onretry, words) {
  return said(
    "failure",
    words.failure,
    element("p", {}, element("strong", {}, message)),
    hint ? element("p", {}, hint) : null,
    onretry ? element("div", { class: "buttons" }, button(words.resend, onretry)) : null,
  );
}

/** A question waits for the connection. @param {() => void} onsend @param {Words} words */
export function queued(onsend, words) {
  return element("div", { class: "queued" }, element("p", { class: "notice" }, words.queued), button(words.sendNow, onsend));
}

/** A remark of the page itself. @param {string} text */
export function notice(text) {
  return element("p", { class: "notice" }, text);
}

/**
 * What a screen reader says when a reply comes: its words and sources, not its buttons.
 * @param {Reply} reply
 * @param {Words} words
 */
export function spokenReply({ text, citations }, words) {
  const sources = citations.map(citationName).join("; ");
  return sources ? `${text}\n${words.from}: ${sources}.` : text;
}

/** Choices belong to the newest reply only; older ones stay readable and keep focus, but do nothing. @param {Element} log */
export function retireChoices(log) {
  for (const old of log.querySelectorAll(".choices button")) old.setAttribute("aria-disabled", "true");
}

/** @param {string} kind @param {string} who @param {...(Node | string | null)} content */
function said(kind, who, ...content) {
  return element(
    "article",
    { class: `said ${kind}`, part: kind, tabindex: "-1" },
    element("h2", { class: "unseen" }, who),
    ...content,
  );
}
