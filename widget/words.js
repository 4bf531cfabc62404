/** What the interface says, in Vietnamese and English. Answers and documents stay Vietnamese. */

import { ChatError } from "./client.js";

const vi = {
  language: "vi",
  title: "Hỏi đáp Lạng Sơn",
  launcher: "Hỏi đáp",
  launcherHint: "Mở khung hỏi đáp về văn bản của tỉnh Lạng Sơn",
  close: "Đóng",
  fullPage: "Toàn trang",
  history: "Nội dung trò chuyện",
  field: "Câu hỏi của anh/chị",
  placeholder: "Nhập câu hỏi…",
  send: "Gửi",
  options: "Tuỳ chọn",
  largeText: "Chữ to",
  remember: "Nhớ cuộc trò chuyện trên máy này",
  otherLanguage: "English",
  kept: "Giữ gì, bao lâu?",
  erase: "Kết thúc và xoá",
  eraseTitle: "Kết thúc và xoá cuộc trò chuyện?",
  eraseText: "Câu hỏi và câu trả lời sẽ bị xoá khỏi máy chủ và không lấy lại được.",
  keep: "Giữ lại",
  doErase: "Xoá",
  erasing: "Đang xoá…",
  erased: "Đã xoá cuộc trò chuyện.",
  notErased: "Chưa xoá được.",
  continued: "Cuộc trò chuyện trước vẫn tiếp tục; nội dung cũ không hiển thị lại.",
  waiting: "Đang soạn câu trả lời…",
  empty: "Anh/chị chưa nhập câu hỏi.",
  personal: {
    mail: "địa chỉ thư điện tử",
    card: "số thẻ",
    phone: "số điện thoại",
    identity: "số căn cước, số giấy tờ",
    tax: "mã số thuế",
    plate: "biển số xe",
    account: "số tài khoản",
  },
  warning: (/** @type {string} */ kind) =>
    `Câu hỏi có vẻ chứa ${kind}. Anh/chị nên xoá đi trước khi gửi; nếu vẫn cần, bấm “Gửi” lần nữa.`,
  closed: "Dịch vụ đang tạm dừng. Anh/chị vui lòng quay lại sau.",
  queued: "Chưa có kết nối. Câu hỏi sẽ tự gửi khi có mạng trở lại.",
  sendNow: "Gửi ngay",
  assistant: "Trợ lý:",
  answers: "Trợ lý trả lời:",
  asks: "Anh/chị hỏi:",
  failure: "Thông báo lỗi:",
  resend: "Gửi lại",
  suggestions: "Câu hỏi gợi ý",
  choices: "Lựa chọn",
  sources: "Nguồn trích dẫn",
  from: "Trích từ",
  openDocument: "Mở trong văn bản",
  newTab: "mở thẻ mới",
  digest: "bản tóm lược",
  official: "nguyên văn",
  ended: "hết hiệu lực",
  inForce: "còn hiệu lực",
  tools: "Dùng câu trả lời này",
  copy: "Chép",
  copied: "Đã chép câu trả lời.",
  notCopied: "Trình duyệt không cho chép. Anh/chị bôi đen câu trả lời rồi chép giúp.",
  share: "Chia sẻ",
  linkCopied: "Đã chép liên kết tới văn bản.",
  listen: "Nghe",
  stop: "Dừng",
  rating: "Câu trả lời này có hữu ích không?",
  ratingShort: "Có hữu ích không?",
  useful: "Hữu ích",
  useless: "Chưa hữu ích",
  reason: "Lý do (không bắt buộc)",
  reasonHint: "Vì sao? (không bắt buộc)",
  sendRating: "Gửi góp ý",
  thanks: "Cảm ơn anh/chị đã góp ý.",
  notRated: "Chưa gửi được góp ý.",
  errors: {
    trouble: ["Dịch vụ đang gặp trục trặc.", "Anh/chị vui lòng thử lại sau ít phút."],
    slow: ["Máy chủ trả lời quá lâu.", "Anh/chị vui lòng thử lại."],
    unreachable: ["Không kết nối được với máy chủ.", "Anh/chị vui lòng kiểm tra mạng rồi thử lại."],
  },
};

/** @type {typeof vi} */
const en = {
  language: "en",
  title: "Lạng Sơn questions and answers",
  launcher: "Ask",
  launcherHint: "Open the questions and answers about Lạng Sơn's documents",
  close: "Close",
  fullPage: "Full page",
  history: "Conversation",
  field: "Your question",
  placeholder: "Type a question…",
  send: "Send",
  options: "Options",
  largeText: "Large text",
  remember: "Remember this conversation on this device",
  otherLanguage: "Tiếng Việt",
  kept: "What is kept, how long?",
  erase: "End and erase",
  eraseTitle: "End and erase the conversation?",
  eraseText: "Questions and answers will be erased from the server and cannot be brought back.",
  keep: "Keep it",
  doErase: "Erase",
  erasing: "Erasing…",
  erased: "The conversation has been erased.",
  notErased: "Not erased yet.",
  continued: "Your conversation goes on; what was said before is not shown again.",
  waiting: "Writing an answer…",
  empty: "Please type a question first.",
  personal: {
    mail: "an e-mail address",
    card: "a card number",
    phone: "a phone number",
    identity: "an identity number",
    tax: "a tax number",
    plate: "a number plate",
    account: "an account number",
  },
  warning: (kind) =>
    `Your question seems to contain ${kind}. Please remove it before sending; if it is needed, press “Send” again.`,
  closed: "The service is paused. Please come back later.",
  queued: "No connection. Your question will be sent once the network is back.",
  sendNow: "Send now",
  assistant: "Assistant:",
  answers: "The assistant answers:",
  asks: "You ask:",
  failure: "Error:",
  resend: "Send again",
  suggestions: "Suggested questions",
  choices: "Choices",
  sources: "Sources",
  from: "Quoted from",
  openDocument: "Open in the document",
  newTab: "opens a new tab",
  digest: "digest",
  official: "full text",
  ended: "no longer in force",
  inForce: "in force",
  tools: "Use this answer",
  copy: "Copy",
  copied: "The answer has been copied.",
  notCopied: "The browser does not allow copying. Please select the answer and copy it.",
  share: "Share",
  linkCopied: "The link to the document has been copied.",
  listen: "Listen",
  stop: "Stop",
  rating: "Was this answer useful?",
  ratingShort: "Was it useful?",
  useful: "Useful",
  useless: "Not useful",
  reason: "Reason (optional)",
  reasonHint: "Why? (optional)",
  sendRating: "Send",
  thanks: "Thank you for your opinion.",
  notRated: "Your opinion was not sent.",
  errors: {
    trouble: ["The service has a problem.", "Please try again in a few minutes."],
    slow: ["The server takes too long to answer.", "Please try again."],
    unreachable: ["The server cannot be reached.", "Please check your connection and try again."],
  },
};

/** @typedef {typeof vi} Words */

/**
 * The words of a language; Vietnamese unless it is English.
 * @param {string | null} language  a language tag
 * @returns {Words}
 */
export function wordsOf(language) {
  return /^en\b/i.test(language ?? "") ? en : vi;
}

/**
 * Why a call failed. The server's own words, which are Vietnamese, come first for those who read them.
 * @param {unknown} error
 * @param {Words} words
 * @returns {{message: string, hint: string}}
 */
export function explained(error, words) {
  // What is no failure of a call is a reply that cannot be shown: trouble all the same.
  const why = error instanceof ChatError ? error : new ChatError("trouble");
  const [message, hint] = words.errors[why.kind];
  if (why.message && words === vi) return { message: why.message, hint: why.hint };
  return { message, hint };
}
