/** The chat API as seen by the widget. Knows nothing of the page. */

const TIMEOUT_MS = 15_000;
/** Statuses after which the same message may be sent again: expired token, too early, too many, server trouble. */
const PASSING = new Set([401, 408, 425, 429, 500, 502, 503, 504]);

/** Why a call failed. */
export class ChatError extends Error {
  /**
   * @param {"trouble" | "slow" | "unreachable"} kind
   * @param {{message?: string, hint?: string, status?: number}} [said]  by the server; `status` 0: no answer came at all
   */
  constructor(kind, { message = "", hint = "", status = 0 } = {}) {
    super(message);
    this.kind = kind;
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
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export class ChatClient {
  #address;
  #site;
  #session;

  /**
   * @param {URL} service
   * @param {string | null} site  key under which the host's page may call the service
   * @param {import("./session.js").Session} session  keeps the conversation's token
   */
  constructor(service, site, session) {
    this.#address = new URL("api/v1/", service);
    this.#site = site;
    this.#session = session;
  }

  get inConversation() {
    return this.#session.token !== null;
  }

  /**
   * The greeting, the line on privacy and the questions to begin with, in `language`.
   * @param {string} language
   * @returns {Promise<Welcome>}
   * @throws {ChatError}
   */
  welcome(language) {
    return this.#call("GET", `welcome?lang=${language}`);
  }

  /**
   * Send a message; sending the same one again is safe.
   * @param {Sent} message
   * @returns {Promise<Reply[]>} the replies
   * @throws {ChatError}
   */
  async ask({ id, text, button }) {
    const body = { text: text ?? null, button: button ?? null, conversation: this.#session.token, client_message_id: id };
    try {
      const turn = await this.#call("POST", "chat", { body });
      if (!Array.isArray(turn?.replies)) throw new ChatError("trouble", { status: 502 });
      this.#session.token = turn.conversation;
      return turn.replies;
    } catch (error) {
      // A refused token stays refused: the next attempt opens a new conversation.
      if (error instanceof ChatError && error.status === 401) this.#session.token = null;
      throw error;
    }
  }

  /**
   * Say whether a reply was useful.
   * @param {string} reply
   * @param {boolean} useful
   * @param {string | null} reason
   * @throws {ChatError}
   */
  async rate(reply, useful, reason) {
    const conversation = this.#session.token;
    await this.#call("POST", "feedback", { body: { conversation, reply, useful, reason } });
  }

  /** Erase the conversation on the server, then forget its token. @throws {ChatError} */
  async erase() {
    try {
      await this.#call("DELETE", "conversation", { bearer: this.#session.token });
    } catch (error) {
      const gone = error instanceof ChatError && (error.status === 401 || error.status === 404);
      if (!gone) throw error;
    }
    this.#session.token = null;
  }

  /** How the channel stands, and what came since. @returns {Promise<News>} @throws {ChatError} */
  poll() {
    return this.#call("GET", "events", { bearer: this.#session.token, headers: this.#resumption });
  }

  /**
   * Open the stream of what comes later.
   * @param {AbortSignal} signal  ends it
   * @returns {Promise<ReadableStream<Uint8Array>>}
   * @throws {ChatError}
   */
  async stream(signal) {
    const headers = { ...this.#headers(this.#session.token), ...this.#resumption, Accept: "text/event-stream" };
    const response = await fetch(new URL("events", this.#address), { ...BARE, headers, signal });
    if (!response.ok || !response.body) throw new ChatError("trouble", { status: response.status });
    return response.body;
  }

  /** @returns {Record<string, string>} */
  get #resumption() {
    return this.inConversation ? { "Last-Event-ID": String(this.#session.last) } : {};
  }

  /** @param {string | null} bearer */
  #headers(bearer) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (this.#site) headers["X-Hoidap-Site"] = this.#site;
    if (bearer) headers.Authorization = `Bearer ${bearer}`;
    return headers;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: object, bearer?: string | null, headers?: Record<string, string>}} [more]
   * @returns {Promise<any>} what the server says
   */
  async #call(method, path, { body, bearer = null, headers = {} } = {}) {
    const sent = { ...this.#headers(bearer), ...headers };
    if (body) sent["Content-Type"] = "application/json";
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(new URL(path, this.#address), {
        ...BARE,
        method,
        headers: sent,
        body: body && JSON.stringify(body),
        signal: patience.signal,
      });
      const answer = await response.json().catch((error) => {
        if (patience.signal.aborted) throw error;
        return null;
      });
      if (response.ok) return answer;
      throw new ChatError("trouble", { ...answer?.error, status: response.status });
    } catch (error) {
      if (error instanceof ChatError) throw error;
      throw new ChatError(patience.signal.aborted ? "slow" : "unreachable");
    } finally {
      clearTimeout(timer);
    }
  }
}

/** No cookies are sent, nothing is kept. @type {RequestInit} */
const BARE = { credentials: "omit", cache: "no-store" };
