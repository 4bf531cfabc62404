/** Finds words in a document, typed with or without diacritics, and marks them. */

/** A letter of each syllable without its marks: "Lạng Sơn" → "lang son". */
const MARKS = /[\u0300-\u036f]/g;
/** More would only make an old phone slow. */
const MOST = 500;

/**
 * @param {string} text
 * @returns {string}
 */
export function bare(text) {
  return text.normalize("NFD").replace(MARKS, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
}

/**
 * Where `wanted` stands in `text`: pairs of start and end. Diacritics that were typed must fit, those left out need not.
 * @param {string} text
 * @param {string} wanted
 * @returns {[number, number][]}
 */
export function places(text, wanted) {
  const sought = wanted.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
  if (!sought) return [];
  const fold = bare(sought) === sought ? bare : (/** @type {string} */ sign) => sign.normalize("NFC").toLowerCase();
  // Folded sign by sign, so that each place is known in the text as it stands.
  let folded = "";
  /** @type {number[]} */
  const origin = [];
  // A letter with the marks that follow it: papers may be written in decomposed signs.
  for (const { 0: sign, index } of text.matchAll(/\s+|[^\s\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+/gu)) {
    const piece = /^\s/.test(sign) ? " " : fold(sign);
    for (let at = 0; at < piece.length; at += 1) origin.push(index);
    folded += piece;
  }
  origin.push(text.length);
  /** @type {[number, number][]} */
  const found = [];
  for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, at + sought.length)) {
    found.push([origin[at], origin[at + sought.length]]);
  }
  return found;
}

/**
 * Mark `wanted` below `root`; returns the marks in reading order.
 * @param {Element} root
 * @param {string} wanted
 * @returns {HTMLElement[]}
 */
export function mark(root, wanted) {
  /** @type {HTMLElement[]} */
  const marks = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) {
    if (text.parentElement?.closest(".permalink")) continue;
    let rest = text;
    let cut = 0;
    for (const [start, end] of places(text.data, wanted)) {
      if (marks.length === MOST) return marks;
      const hit = rest.splitText(start - cut);
      rest = hit.splitText(end - start);
      cut = end;
      const node = document.createElement("mark");
      hit.replaceWith(node);
      node.append(hit);
      marks.push(node);
    }
  }
  return marks;
}

/**
 * Take marks away again.
 * @param {HTMLElement[]} marks
 */
export function unmark(marks) {
  for (const node of marks) {
    const parent = node.parentNode;
    node.replaceWith(...node.childNodes);
    parent?.normalize();
  }
}
