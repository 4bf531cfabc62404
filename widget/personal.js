/** Notices what looks like personal data before it is sent. The server masks it anyway; better it never leaves. */

const GAP = "[ .-]?";
/** Neither in the middle of a longer number nor of a word; "1.200.000.000 đồng" and "57-NQ/TW" are none of these. */
const ALONE = String.raw`(?<![\p{L}\p{N}]|\d[.,])`;
const END = String.raw`(?![\p{L}\p{N}/]|[.,]\d|\s*(?:đồng|đ\b|vnd|₫|triệu|tỷ|tỉ))`;
const number = (digits) => new RegExp(ALONE + digits + END, "giu");

const PHONE = number(String.raw`(?:\+?84|0)${GAP}[235789](?:${GAP}\d){8,9}`);
const IDENTITY = number(String.raw`(?:0\d{2}${GAP}\d{3}${GAP}\d{3}${GAP}\d{3}|\d{9})`);
const CARD = number(String.raw`\d(?:[ -]?\d){12,18}`);
const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/iu;

/**
 * What `text` seems to give away, in words for the citizen; null where nothing stands out.
 * @param {string} text
 * @returns {string | null}
 */
export function personalData(text) {
  const found = text.normalize("NFC");
  if (found.match(IDENTITY)) return "số căn cước";
  if (found.match(PHONE)) return "số điện thoại";
  if ((found.match(CARD) ?? []).some(luhn)) return "số thẻ";
  if (MAIL.test(found)) return "địa chỉ thư điện tử";
  return null;
}

/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
function luhn(written) {
  const digits = [...written.replace(/\D/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => total + (place % 2 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit), 0);
  return sum % 10 === 0;
}
