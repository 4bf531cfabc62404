/**
 * Notices what looks like personal data before it is sent; better it never leaves the citizen's device.
 * The patterns are those by which the server masks (`vietnamese/personal_data.py`): tests hold both to the same examples.
 */

import * as patterns from "./personal-patterns.js";

/** @typedef {"mail" | "card" | "phone" | "identity" | "tax" | "plate" | "account"} Kind */

const OTHERS_NUMBER = new RegExp(patterns.OTHERS_NUMBER);
const ROOM = new RegExp(patterns.ROOM);
const UNIT_LETTERS = new RegExp(patterns.UNIT_LETTERS);
const AMOUNT = new RegExp(String.raw`^ {0,3}${patterns.UNITS}`);
const ADDRESS = new RegExp(patterns.ADDRESS, "g");
const PLATE_PARTS = /^[0-9]{2}([ .-]?)([a-z]{1,2})([0-9]??)([ ._-]{0,3})([0-9]{3}[ .-]?[0-9]{2}|[0-9]{4})$/;
/** Dates and numbers of documents are nobody's. */
const OFFICIAL =
  /(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)|\d{1,6}\/(?:\d{4}\/)?\p{Lu}[\p{L}\d-]*/gu;
/** The weights of the check digit of a mã số thuế. */
const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/**
 * What is named comes before what is only shaped alike.
 * @type {[Kind, RegExp, (text: string, plain: string, start: number, end: number) => boolean][]}
 */
const SHAPES = [
  ["mail", patterns.MAIL, anything],
  ["mail", patterns.MAIL_SPELLED, anything],
  ["plate", patterns.PLATE_NAMED, anything],
  ["tax", patterns.TAX_NAMED, anything],
  ["identity", patterns.IDENTITY_NAMED, anything],
  ["identity", patterns.INSURANCE_NAMED, anything],
  ["identity", patterns.PASSPORT_NAMED, anything],
  ["identity", patterns.INSURANCE, nobodyElses],
  ["card", patterns.CARD, nobodyElses],
  ["identity", patterns.CITIZEN, nobodyElses],
  ["phone", patterns.PHONE, anything],
  ["phone", patterns.PHONE_O, anything],
  ["account", patterns.ACCOUNT, anything],
  ["account", patterns.ACCOUNT_AT, anything],
  ["account", patterns.AT_ACCOUNT, anything],
  ["identity", patterns.IDENTITY, nobodyElses],
  ["identity", patterns.PASSPORT, inCapitals],
  ["tax", patterns.TAX, taxpayers],
  ["plate", patterns.PLATE, plates],
  ["phone", patterns.PHONE_NAMED, anything],
  ["phone", patterns.PHONE_SPELLED, anything],
].map(([kind, pattern, accepts]) => /** @type {never} */ ([kind, new RegExp(/** @type {string} */ (pattern), "g"), accepts]));

/**
 * What `text` seems to give away; null where nothing stands out.
 * @param {string} text
 * @returns {Kind | null}
 */
export function personalData(text) {
  const own = text.normalize("NFC");
  const plain = plainOf(own);
  const official = spans(own, OFFICIAL);
  for (const [kind, pattern, accepts] of SHAPES) {
    for (const match of plain.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const start = end - match[1].length;
      if (accepts(own, plain, start, end) && (kind === "mail" || !meets(start, end, official))) return kind;
    }
  }
  return null;
}

/**
 * Lower case without diacritics, sign by sign, so that places stay the same.
 * @param {string} text
 */
function plainOf(text) {
  return text.replace(/[^\0-@[-`{-\x7f]/g, (sign) => {
    if (/[^\S\n\r]/.test(sign)) return " ";
    const bare = sign.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[đð]/, "d");
    return bare.length === 1 ? bare : sign;
  });
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
function spans(text, pattern) {
  return Array.from(text.matchAll(pattern), (match) => [match.index, match.index + match[0].length]);
}

/**
 * @param {number} start
 * @param {number} end
 * @param {number[][]} others
 */
function meets(start, end, others) {
  return others.some(([first, last]) => first < end && start < last);
}

function anything() {
  return true;
}

/**
 * It is no amount, no mark of a thing, and no part of a page's address.
 * @param {string} _text
 * @param {string} plain
 * @param {number} start
 * @param {number} end
 */
function nobodyElses(_text, plain, start, end) {
  return !OTHERS_NUMBER.test(plain.slice(Math.max(0, start - 40), start)) && !meets(start, end, spans(plain, ADDRESS));
}

/**
 * Its check digit is right, or a branch stands behind it.
 * @param {string} text
 * @param {string} plain
 * @param {number} start
 * @param {number} end
 */
function taxpayers(text, plain, start, end) {
  const total = WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(plain[start + at]), 0);
  return (end - start > 10 || Number(plain[start + 9]) === 10 - (total % 11)) && nobodyElses(text, plain, start, end);
}

/**
 * @param {string} text
 * @param {string} plain
 * @param {number} start
 * @param {number} end
 */
function inCapitals(text, plain, start, end) {
  return text[start] !== plain[start] && nobodyElses(text, plain, start, end);
}

/**
 * It is a plate rather than a year of a class, a room, or a measure with a count behind it.
 * @param {string} text
 * @param {string} plain
 * @param {number} start
 * @param {number} end
 */
function plates(text, plain, start, end) {
  const parts = PLATE_PARTS.exec(plain.slice(start, end));
  if (!parts) return true; // a diplomat's
  const [, gap, letters, digit, between, tail] = parts;
  const at = start + 2 + gap.length;
  const written = text.slice(at, at + letters.length);
  const loose = gap === " " || between.includes(" ") || tail.includes(" ");
  const dotted = tail.includes(".");
  if (dotted && !loose) return true;
  const short = tail.length === 4;
  const small = written === written.toLowerCase();
  const doubtful =
    /[^a-zđ]/i.test(written) ||
    (short && (/^(?:19|20)/.test(tail) || ROOM.test(plain.slice(Math.max(0, start - 20), start)))) ||
    (small && !digit && !dotted && (loose || short) && UNIT_LETTERS.test(letters)) ||
    (loose && small && !dotted && (short || !digit)) ||
    AMOUNT.test(plain.slice(end));
  return !doubtful && nobodyElses(text, plain, start, end);
}
