/** The chat API as seen by the widget. Knows nothing of the page. */

const TIMEOUT_MS = 15_000;
/** Statuses after which the same message may be sent again: expired token, too early, too many, server trouble. */
const PASSING = new Set([401, 408, 425, 429, 500, 502, 503, 504]);

/** Why a call failed, in words for the citizen. */
export class ChatError extends Error {
  /** @param {{message: string, hint?: string, status?: number}} why  `status` 0: no answer came at all */
  constructor({ message, hint = "", status = 0 }) {
    super(message);
    this.hint = hint;
    this.status = status;
  }

  /** Whether sending the same again can help. */
  get canRetry() {
    return this.status === 0 || PASSING.has(this.status);
  }
}

/** An id for a message: the server answers a message that comes twice only once. UUID version 4. */
export function newMessageId() {
  // crypto.randomUUID exists only on https pages; a province's network may serve plain http.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export class ChatClient {
  #address;
  #token;

  /**
   * @param {string | URL} address  of the API, ending in "/"
   * @param {{value: string | null}} token  keeps the conversation's token
   */
  constructor(address, token) {
    this.#address = address;
    this.#token = token;
  }

  get inConversation() {
    return this.#token.value !== null;
  }

  /**
   * Send a message; sending the same one again is safe.
   * @param {{id: string, text?: string, button?: string}} message
   * @returns {Promise<object[]>} the replies
   * @throws {ChatError}
   */
  async ask({ id, text = null, button = null }) {
    try {
      const turn = await this.#call("POST", "chat", {
        body: { text, button, conversation: this.#token.value, client_message_id: id },
      });
      if (!Array.isArray(turn?.replies)) throw new ChatError({ ...TROUBLE, status: 502 });
      this.#token.value = turn.conversation;
      return turn.replies;
    } catch (error) {
      // A refused token stays refused: the next attempt opens a new conversation.
      if (error.status === 401) this.#token.value = null;
      throw error;
    }
  }

  /** Say whether a reply was useful. @throws {ChatError} */
  async rate(reply, useful, reason = null) {
    const conversation = this.#token.value;
    await this.#call("POST", "feedback", { body: { conversation, reply, useful, reason } });
  }

  /** Erase the conversation on the server, then forget its token. @throws {ChatError} */
  async erase() {
    try {
      await this.#call("DELETE", "conversation", { bearer: this.#token.value });
    } catch (error) {
      const gone = error.status === 401 || error.status === 404;
      if (!gone) throw error;
    }
    this.#token.value = null;
  }

  async #call(method, path, { body, bearer }) {
    const headers = { Accept: "application/json" };
    if (body) headers["Content-Type"] = "application/json";
    if (bearer) headers.Authorization = `Bearer ${bearer}`;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(new URL(path, this.#address), {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: patience.signal,
        credentials: "omit",
        cache: "no-store",
      });
      const answer = await response.json().catch((error) => {
        if (patience.signal.aborted) throw error;
        return null;
      });
      if (response.ok) return answer;
      throw new ChatError({ ...TROUBLE, ...answer?.error, status: response.status });
    } catch (error) {
      if (error instanceof ChatError) throw error;
      throw new ChatError(patience.signal.aborted ? SLOW : UNREACHABLE);
    } finally {
      clearTimeout(timer);
    }
  }
}

const TROUBLE = {
  message: "Dịch vụ đang gặp trục trặc.",
  hint: "Anh/chị vui lòng thử lại sau ít phút.",
};
const SLOW = {
  message: "Máy chủ trả lời quá lâu.",
  hint: "Anh/chị vui lòng thử lại.",
};
const UNREACHABLE = {
  message: "Không kết nối được với máy chủ.",
  hint: "Anh/chị vui lòng kiểm tra mạng rồi thử lại.",
};
