/** The fixed parts of the chat: notice, options, history, status, question form, the dialogue that asks before erasing. */

import { button, element } from "./dom.js";

/**
 * @param {import("./words.js").Words} words
 * @param {{erase: () => void, large: (on: boolean) => void, remember: (on: boolean) => void, speak: () => void}} wishes
 *   what the citizen may want: to erase (already confirmed), large text, to be remembered, the other language
 */
export function parts(words, wishes) {
  const banner = element("p", { class: "banner", role: "status", part: "banner" });
  // The history is a log that is not read out by itself: screen readers would recite buttons and old messages.
  const log = element("div", {
    class: "log",
    part: "log",
    role: "log",
    "aria-live": "off",
    "aria-label": words.history,
  });
  const status = element("p", { class: "status", role: "status" });
  const voice = element("div", { class: "unseen voice", "aria-live": "polite" });
  const input = element("textarea", {
    id: "question",
    rows: "1",
    autocomplete: "off",
    enterkeyhint: "send",
    placeholder: words.placeholder,
  });
  const send = element("button", { type: "submit", class: "send", part: "send" }, words.send);
  const dialog = confirmation(words, wishes.erase);
  const erase = button(words.erase, () => dialog.showModal(), { class: "quiet erase", hidden: true, "aria-haspopup": "dialog" });
  const large = checkbox(words.largeText, wishes.large);
  const remember = checkbox(words.remember, wishes.remember);
  const privacy = element("span", { class: "privacy" });
  const language = button(words.otherLanguage, wishes.speak, { class: "quiet", lang: words.language === "vi" ? "en" : "vi" });
  const options = element(
    "details",
    { class: "options" },
    element("summary", {}, words.options),
    large.node,
    remember.node,
    language,
  );
  const form = element(
    "form",
    { class: "composer", part: "composer" },
    status,
    element("label", { for: "question", class: "unseen" }, words.field),
    element("div", { class: "line" }, input, send),
    element("div", { class: "foot" }, privacy, erase),
  );
  const nodes = [banner, options, log, voice, form, dialog];
  return { banner, log, status, voice, input, send, erase, form, privacy, large, remember, options, language, nodes };
}

/** @param {string} label @param {(on: boolean) => void} onchange */
function checkbox(label, onchange) {
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => onchange(box.checked));
  return Object.assign(box, { node: element("label", { class: "option" }, box, label) });
}

/** @param {import("./words.js").Words} words @param {() => void} onerase */
function confirmation(words, onerase) {
  const dialog = element(
    "dialog",
    { "aria-labelledby": "erase-title" },
    element("h2", { id: "erase-title" }, words.eraseTitle),
    element("p", {}, words.eraseText),
    element(
      "div",
      { class: "buttons" },
      button(words.keep, () => dialog.close()),
      button(words.doErase, () => (dialog.close(), onerase()), { class: "danger" }),
    ),
  );
  return dialog;
}
