/**
 * What comes by itself: messages after the turn, and how the channel stands. Server-sent events over fetch, as
 * EventSource sends no headers and a token must not stand in an address; polling where a proxy holds the stream back.
 */

import { ChatError } from "./client.js";

/** The server speaks at least every 15 s; a stream silent for longer is dead. */
const SILENCE_MS = 40_000;
/** The first event comes at once, unless something on the way gathers the stream up. */
const FIRST_MS = 8_000;
const POLL_MS = 20_000;
const [SHORTEST_MS, LONGEST_MS] = [1_000, 30_000];

/** @typedef {{event: string, id: string, data: string}} ServerEvent */

/**
 * The events in a text/event-stream (WHATWG HTML, "Server-sent events"), as far as the server uses it.
 * @param {AsyncIterable<string>} texts  the stream in pieces, cut anywhere
 * @returns {AsyncGenerator<ServerEvent | null>} null: a sign of life without an event
 */
export async function* serverEvents(texts) {
  let rest = "";
  /** @type {{event: string, id: string, data: string[]}} */
  let open = { event: "message", id: "", data: [] };
  for await (const text of texts) {
    // A carriage return at the end may be half of a line's end.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (open.data.length) yield { ...open, data: open.data.join("\n") };
        open = { event: "message", id: "", data: [] };
        continue;
      }
      const [, field, value] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
      if (field === "data") open.data.push(value ?? "");
      else if (field === "event" || field === "id") open[field] = value ?? "";
    }
    yield null;
  }
}

export class Events {
  #client;
  #heard;
  /** @type {AbortController | null} */
  #running = null;
  #polling = false;

  /**
   * @param {import("./client.js").ChatClient} client
   * @param {{message: (id: number, reply: Reply) => void, state: (state: ChannelState) => void}} heard
   */
  constructor(client, heard) {
    this.#client = client;
    this.#heard = heard;
  }

  /** Listen, until stopped or the conversation is over. Starting twice is starting once. */
  start() {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#follow(this.#running.signal);
  }

  stop() {
    this.#running?.abort();
    this.#running = null;
  }

  /** Look once, without listening on. */
  async look() {
    try {
      this.#take(await this.#client.poll());
    } catch {
      // the chat works without
    }
  }

  /** @param {AbortSignal} signal */
  async #follow(signal) {
    let failures = 0;
    while (!signal.aborted) {
      const began = Date.now();
      try {
        if (this.#polling) await this.#client.poll().then((found) => this.#take(found));
        else await this.#listen(signal);
        failures = 0;
      } catch (error) {
        const status = error instanceof ChatError ? error.status : 0;
        if (signal.aborted || status === 401) break;
        // Too many streams, or something on the way that gathers them up: look now and then instead.
        if (status === 429 || error === GATHERED) this.#polling = true;
        failures += 1;
      }
      const backoff = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** failures) * (0.5 + Math.random() / 2);
      await pause(this.#polling ? Math.max(POLL_MS - (Date.now() - began), backoff) : backoff, signal);
    }
    if (this.#running?.signal === signal) this.#running = null;
  }

  /** @param {News} news */
  #take({ state, messages }) {
    for (const { id, reply } of messages) this.#heard.message(id, reply);
    this.#heard.state(state);
  }

  /** @param {AbortSignal} signal */
  async #listen(signal) {
    const silence = new AbortController();
    const stop = () => silence.abort();
    signal.addEventListener("abort", stop, { once: true });
    let timer = setTimeout(stop, FIRST_MS);
    let heard = false;
    try {
      for await (const event of serverEvents(texts(await this.#client.stream(silence.signal)))) {
        heard = true;
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE_MS);
        if (event) this.#hear(event);
      }
    } catch (error) {
      if (silence.signal.aborted && !signal.aborted && !heard) throw GATHERED;
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  /** @param {ServerEvent} event */
  #hear({ event, id, data }) {
    if (event === "state") this.#heard.state(JSON.parse(data));
    if (event === "message") this.#heard.message(Number(id), JSON.parse(data));
  }
}

const GATHERED = new Error("nothing of the stream came through");

/** @param {ReadableStream<Uint8Array>} stream */
async function* texts(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {number} duration  in ms @param {AbortSignal} signal  ends it early */
function pause(duration, signal) {
  return new Promise((/** @type {(done?: unknown) => void} */ resolve) => {
    const timer = setTimeout(resolve, duration);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
