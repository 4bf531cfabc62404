/** The fixed parts of the chat: history, status, question form, the dialogue that asks before erasing. */

import { button, element } from "./dom.js";

/**
 * @param {string} privacy  a line under the question field
 * @param {() => void} onerase  the citizen wants to erase the conversation, and has confirmed it
 */
export function frame(privacy, onerase) {
  // The history is a log that is not read out by itself: screen readers would recite buttons and old messages.
  const log = element("div", { class: "log", role: "log", "aria-live": "off", "aria-label": "Nội dung trò chuyện" });
  const status = element("p", { class: "status", role: "status" });
  const voice = element("div", { class: "unseen voice", "aria-live": "polite" });
  const input = element("textarea", {
    id: "question",
    rows: "1",
    autocomplete: "off",
    enterkeyhint: "send",
    placeholder: "Nhập câu hỏi…",
  });
  const send = element("button", { type: "submit", class: "send" }, "Gửi");
  const dialog = confirmation(onerase);
  const ask = () => dialog.showModal();
  const erase = button("Kết thúc và xoá", ask, { class: "erase", hidden: true, "aria-haspopup": "dialog" });
  const form = element(
    "form",
    { class: "composer" },
    status,
    element("label", { for: "question", class: "unseen" }, "Câu hỏi của anh/chị"),
    element("div", { class: "line" }, input, send),
    element("div", { class: "foot" }, element("span", { class: "privacy" }, privacy), erase),
  );
  return { log, status, voice, input, send, erase, form, dialog, nodes: [log, voice, form, dialog] };
}

function confirmation(onerase) {
  const dialog = element(
    "dialog",
    { "aria-labelledby": "erase-title" },
    element("h2", { id: "erase-title" }, "Kết thúc và xoá cuộc trò chuyện?"),
    element("p", {}, "Câu hỏi và câu trả lời sẽ bị xoá khỏi máy chủ và không lấy lại được."),
    element(
      "div",
      { class: "buttons" },
      button("Giữ lại", () => dialog.close()),
      button("Xoá", () => (dialog.close(), onerase()), { class: "danger" }),
    ),
  );
  return dialog;
}
