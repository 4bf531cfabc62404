/**
 * Notices what looks like personal data before it is sent; better it never leaves the citizen's device.
 * The patterns are those by which the server masks (`vietnamese/personal_data.py`): tests hold both to the same examples.
 * None looks behind: Safari before 16.4 cannot read such a pattern, and the whole chat would not start there.
 */

/** The start of the text, or something that is not the inside of a number. */
const LEFT = String.raw`(?:^|[^\d.,]|(?:^|\D)[.,])`;
const RIGHT = String.raw`(?!\d|[.,]\d)`;
/** Before these words a number is an amount, however long. */
const NO_AMOUNT = String.raw`(?!\s*(?:đ|₫|đồng|dong|vnd|vnđ|usd|tỷ|tỉ|ty|triệu|trieu|nghìn|nghin|%)(?![\p{L}\p{N}_]))`;
const GAP = "[ .()-]{0,2}";

const MAIL = /(?:^|[^\p{L}\p{N}_.+-])[\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/u;
/** Four groups of four, but not four years. */
const CARD = new RegExp(
  String.raw`${LEFT}(?:(?!(?:(?:19|20)\d\d[ -]?){4})\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{13,19}${NO_AMOUNT})${RIGHT}`,
  "u",
);
const PHONE = new RegExp(
  String.raw`${LEFT}(?:\(?\+\s?84(?:${GAP}\d){9,10}|84 ?[35789](?: ?\d){8}|0\d{9,10}` +
    String.raw`|\(?0${GAP}(?:[3-9](?:${GAP}\d){8}|[12](?:${GAP}\d){8,9}))${RIGHT}${NO_AMOUNT}`,
  "u",
);
/** Twelve digits (căn cước) or nine (chứng minh nhân dân); grouped only with a leading zero. */
const IDENTITY = new RegExp(
  String.raw`${LEFT}(?:\d{12}|\d{9}|0\d{5} \d{6}|0\d\d([ .-])\d{3}\1\d{3}(?:\1\d{3})?)${RIGHT}${NO_AMOUNT}`,
  "u",
);
/** Dates and numbers of documents are nobody's. */
const OFFICIAL =
  /(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)|\d{1,6}\/(?:\d{4}\/)?\p{Lu}[\p{L}\d-]*/gu;

/**
 * What `text` seems to give away; null where nothing stands out.
 * @param {string} text
 * @returns {"mail" | "card" | "phone" | "identity" | null}
 */
export function personalData(text) {
  const own = text.normalize("NFC").replace(OFFICIAL, "…");
  if (MAIL.test(own)) return "mail";
  if (CARD.test(own)) return "card";
  if (PHONE.test(own)) return "phone";
  if (IDENTITY.test(own)) return "identity";
  return null;
}
