/** A reply's plain text as nodes: lists, line breaks, links, and its figures made to stand out. */

import { element } from "./dom.js";

const BULLET = /^\s*[-–•*+]\s+/u;

const NUMBER = String.raw`\d+(?:[.,]\d+)*`;
const MAGNITUDE = "(?:nghìn|ngàn|triệu|tỷ|tỉ)";
/** What is counted or measured. A month or year of a date ("tháng 6 năm 2025") is no measure. */
const UNIT = [
  "đồng", "USD", "ngày làm việc", "ngày", String.raw`tháng(?!\s+\d)`, String.raw`năm(?!\s+\d{4})`, "tuần", "giờ", "phút",
  "điểm phần trăm", "lần", "người", "hộ", "cán bộ", "học sinh", "sinh viên", "nhân lực", "doanh nghiệp", "tổ chức",
  "đơn vị", "xã", "phường", "thôn", "tỉnh", "thủ tục", "dịch vụ", "hồ sơ", "nhiệm vụ", "mục tiêu", "chỉ tiêu", "dự án",
  "đề án", "sản phẩm", "trạm", "trung tâm", "cơ sở", "km", "m²", "ha", "MW", "Mbps", "Gbps",
].join("|");
const FIGURE = String.raw`${NUMBER}(?:\s*[-–]\s*${NUMBER})?\s*(?:[%‰]|(?:${MAGNITUDE}(?:\s+(?:${UNIT}))?|${UNIT})(?![\p{L}\p{N}]))`;
const LINK = String.raw`https?://[^\s<>"“”]*[^\s<>"“”.,;:!?)\]]`;
/** A figure stands alone: not inside a document number ("57-NQ/TW"), a date ("16/6/2025") or a longer word. */
const NOTABLE = new RegExp(String.raw`(?<before>^|[^\p{L}\p{N}/.,-])(?:(?<link>${LINK})|(?<figure>${FIGURE}))`, "gu");

/** @typedef {{text: string, depth: number}} Line */
/** @typedef {{kind: "list" | "paragraph", lines: Line[]}} Lines */
/** @typedef {{kind: "text" | "figure" | "link", text: string}} Piece */

/**
 * Lines of `text` gathered into lists and paragraphs; two spaces of indent are one level of depth.
 * @param {string} text
 * @returns {Lines[]}
 */
export function blocks(text) {
  /** @type {Lines[]} */
  const found = [];
  /** @type {Lines | null} */
  let open = null;
  for (const line of text.split(/\r?\n/)) {
    if (!line.trim()) {
      open = null;
      continue;
    }
    const kind = BULLET.test(line) ? "list" : "paragraph";
    if (!open || open.kind !== kind) found.push((open = { kind, lines: [] }));
    const indent = line.length - line.trimStart().length;
    open.lines.push({ text: line.replace(BULLET, "").trim(), depth: Math.floor(indent / 2) });
  }
  return found;
}

/**
 * A line cut into plain text, figures and links; together they are the line.
 * @param {string} line
 * @returns {Piece[]}
 */
export function pieces(line) {
  /** @type {Piece[]} */
  const cut = [];
  let end = 0;
  for (const match of line.matchAll(NOTABLE)) {
    const { before, link, figure } = /** @type {Record<string, string>} */ (match.groups);
    const start = match.index + before.length;
    if (start > end) cut.push({ kind: "text", text: line.slice(end, start) });
    cut.push(link ? { kind: "link", text: link } : { kind: "figure", text: figure });
    end = match.index + match[0].length;
  }
  if (end < line.length) cut.push({ kind: "text", text: line.slice(end) });
  return cut;
}

/** Private signs that stand around a highlight while a text is cut into blocks. */
const [OPEN, CLOSE] = ["\ue000", "\ue001"];
const FENCES = /[\ue000\ue001]/u;

/**
 * A reply's text as nodes; the very things asked for, which its citations name, are marked.
 * @param {string} text
 * @param {{quote: string, highlight?: string}[]} citations
 * @returns {HTMLElement[]}
 */
export function prose(text, citations = []) {
  return blocks(fenced(text, citations)).map(({ kind, lines }) =>
    kind === "list"
      ? list(lines)
      : element("p", {}, ...lines.flatMap((line, index) => (index ? [element("br"), ...inline(line)] : inline(line)))),
  );
}

/** Deeper lines become a list inside the item above them. @param {Line[]} lines */
function list(lines) {
  let level = { depth: lines[0].depth, node: element("ul") };
  const levels = [level];
  for (const line of lines) {
    while (levels.length > 1 && line.depth < level.depth) {
      levels.pop();
      level = levels[levels.length - 1];
    }
    if (line.depth > level.depth) {
      const inner = { depth: line.depth, node: element("ul") };
      level.node.lastElementChild?.append(inner.node);
      levels.push((level = inner));
    }
    level.node.append(element("li", {}, ...inline(line)));
  }
  return levels[0].node;
}

/** @param {string} text @param {{quote: string, highlight?: string}[]} citations */
function fenced(text, citations) {
  const clean = text.replaceAll(OPEN, "").replaceAll(CLOSE, "");
  const spans = citations
    .map(({ quote, highlight = "" }) => ({ quote, highlight }))
    .filter(({ quote, highlight }) => highlight && quote.includes(highlight) && clean.includes(quote))
    .map(({ quote, highlight }) => ({ start: clean.indexOf(quote) + quote.indexOf(highlight), length: highlight.length }))
    .sort((one, other) => other.start - one.start);
  // From the end, so that what is put in does not move what comes before.
  let last = clean.length;
  return spans.reduce((whole, { start, length }) => {
    const end = start + length;
    if (end > last) return whole;
    last = start;
    return whole.slice(0, start) + OPEN + whole.slice(start, end) + CLOSE + whole.slice(end);
  }, clean);
}

/** @param {Line} line */
function inline({ text: line }) {
  return line.split(FENCES).flatMap((part, index) => (index % 2 ? [element("mark", {}, ...words(part))] : words(part)));
}

/** @param {string} line */
function words(line) {
  return pieces(line).map(({ kind, text }) => {
    if (kind === "figure") return element("strong", {}, text);
    if (kind === "link") return element("a", { href: text, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
    return text;
  });
}
