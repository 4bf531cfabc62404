/** What a citizen does with an answer: copy it, share its source, have it read aloud. */

import { citationName } from "./citations.js";
import { button, element, ownAddress } from "./dom.js";

/**
 * @param {Reply} reply
 * @param {URL} base  what the citations' addresses stand on
 * @param {import("./words.js").Words} words
 * @param {(text: string) => void} tell  shows and says what was done
 * @returns {HTMLElement | null} null where the browser can do none of it
 */
export function tools({ text, citations }, base, words, tell) {
  const address = citations.length ? ownAddress(citations[0].url, base) : null;
  const sources = citations.map((citation) => {
    const link = ownAddress(citation.url, base);
    return link ? `${citationName(citation)}: ${link}` : citationName(citation);
  });
  const offered = [
    navigator.clipboard ? button(words.copy, () => copy([text, ...sources].join("\n"), words.copied)) : null,
    address && (navigator.share || navigator.clipboard) ? button(words.share, share) : null,
    "speechSynthesis" in window ? readAloud(text, words) : null,
  ].filter((tool) => tool !== null);
  return offered.length ? element("div", { class: "tools", role: "group", "aria-label": words.tools }, ...offered) : null;

  /** @param {string} content @param {string} done  what to say then */
  async function copy(content, done) {
    try {
      await navigator.clipboard.writeText(content);
      tell(done);
    } catch {
      tell(words.notCopied);
    }
  }

  async function share() {
    if (!address) return;
    if (!navigator.share) return copy(address, words.linkCopied);
    try {
      await navigator.share({ title: citationName(citations[0]), url: address });
    } catch (error) {
      // The citizen may think better of it; a frame may not be allowed to.
      if (/** @type {Error} */ (error).name !== "AbortError") await copy(address, words.linkCopied);
    }
  }
}

/**
 * Offered once the browser has a Vietnamese voice: an English one would read nothing that can be understood.
 * @param {string} text
 * @param {import("./words.js").Words} words
 */
function readAloud(text, words) {
  const { speechSynthesis } = window;
  const control = button(words.listen, toggle, { hidden: true, "aria-pressed": "false" });
  const find = () => speechSynthesis.getVoices().find(({ lang }) => /^vi\b/i.test(lang));
  const offer = () => {
    control.hidden = !find();
  };
  offer();
  if (control.hidden) speechSynthesis.addEventListener?.("voiceschanged", offer, { once: true });
  return control;

  function toggle() {
    const speaking = control.getAttribute("aria-pressed") === "true";
    speechSynthesis.cancel();
    if (speaking) return show(false);
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = "vi-VN";
    utterance.voice = find() ?? null;
    utterance.onend = utterance.onerror = () => show(false);
    speechSynthesis.speak(utterance);
    show(true);
  }

  /** @param {boolean} speaking */
  function show(speaking) {
    control.setAttribute("aria-pressed", String(speaking));
    control.textContent = speaking ? words.stop : words.listen;
  }
}
