/** The sources of a reply, as cards that lead to the provision in its document. */

import { element, webAddress } from "./dom.js";

/**
 * @param {object[]} citations  of the chat API
 * @param {string} replyText  a quotation that stands in the reply already is not shown twice
 * @param {string | URL} base  what the citations' addresses stand on
 * @returns {HTMLElement | null}
 */
export function citationCards(citations, replyText, base) {
  if (!citations.length) return null;
  return element(
    "section",
    { class: "citations", "aria-label": "Nguồn trích dẫn" },
    element("p", { class: "citations-title", "aria-hidden": "true" }, "Trích từ"),
    element("ul", { role: "list" }, ...citations.map((citation) => card(citation, replyText, base))),
  );
}

/** How a citation is read aloud. */
export function citationName({ document, place }) {
  return place ? `${document}, ${place}` : document;
}

function card(citation, replyText, base) {
  const { title, quote, url, digest, in_force } = citation;
  const address = webAddress(url, base);
  const name = citationName(citation);
  return element(
    "li",
    { class: "citation" },
    address
      ? element(
          "a",
          { href: address, target: "_blank", rel: "noopener" },
          element("span", { class: "citation-name" }, name),
          element("span", { class: "unseen" }, " (mở thẻ mới)"),
        )
      : element("span", { class: "citation-name" }, name),
    title && title !== citation.document ? element("span", { class: "citation-title" }, title) : null,
    digest ? element("span", { class: "badge digest" }, "bản tóm lược") : null,
    in_force ? null : element("span", { class: "badge ended" }, "hết hiệu lực"),
    quote && !plain(replyText).includes(plain(quote))
      ? element("details", {}, element("summary", {}, "Xem đoạn trích"), element("blockquote", {}, quote))
      : null,
  );
}

function plain(text) {
  return text.normalize("NFC").replace(/[\s•*+–-]+/gu, " ").trim();
}
