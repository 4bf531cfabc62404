/** The sources of a reply: chips that open the provision in place and lead to it in its document. */

import { element, ownAddress } from "./dom.js";

/**
 * @param {Citation[]} citations
 * @param {URL} base  what the citations' addresses stand on
 * @param {import("./words.js").Words} words
 * @returns {HTMLElement | null}
 */
export function citationChips(citations, base, words) {
  if (!citations.length) return null;
  return element(
    "section",
    { class: "citations", "aria-label": words.sources },
    element("p", { class: "citations-title", "aria-hidden": "true" }, words.from),
    ...citations.map((citation) => chip(citation, base, words)),
  );
}

/** How a citation is read aloud. @param {Citation} citation */
export function citationName({ document, place }) {
  return place ? `${document}, ${place}` : document;
}

/** @param {Citation} citation @param {URL} base @param {import("./words.js").Words} words */
function chip(citation, base, words) {
  const { title, quote, url, digest, in_force } = citation;
  const address = ownAddress(url, base);
  return element(
    "details",
    { class: "citation", part: "citation" },
    element(
      "summary",
      {},
      element("span", { class: "citation-name", lang: "vi" }, citationName(citation)),
      in_force ? null : badge("ended", words.ended),
      digest ? badge("digest", words.digest) : null,
    ),
    title && title !== citation.document ? element("p", { class: "citation-title", lang: "vi" }, title) : null,
    quote ? element("blockquote", { lang: "vi" }, quote) : null,
    element("p", { class: "citation-state" }, `${digest ? words.digest : words.official} · ${in_force ? words.inForce : words.ended}`),
    address
      ? element(
          "a",
          { href: address, target: "_blank", rel: "noopener" },
          words.openDocument,
          element("span", { class: "unseen" }, `: ${citationName(citation)} (${words.newTab})`),
        )
      : null,
  );
}

/** @param {string} kind @param {string} text */
function badge(kind, text) {
  return element("span", { class: `badge ${kind}` }, text);
}
