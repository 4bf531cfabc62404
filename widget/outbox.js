/** Messages on their way to the server, one after another and in order; those without a connection wait for it. */

const [SHORTEST_MS, LONGEST_MS] = [2_000, 30_000];

export class Outbox {
  /** @type {Entry[]} */
  #waiting = [];
  #send;
  #sending = false;
  #failures = 0;
  #timer = 0;

  /** @param {(entry: Entry) => Promise<boolean>} send  false: no connection, to be tried again */
  constructor(send) {
    this.#send = send;
  }

  /** Whether a message is on its way just now. */
  get busy() {
    return this.#sending;
  }

  /** Send `entry` when those before it are through. @param {Entry} entry */
  add(entry) {
    this.#waiting.push(entry);
    return this.flush();
  }

  /** Forget what has not been sent. */
  clear() {
    this.#waiting = [];
    clearTimeout(this.#timer);
  }

  /** Try now what waits: the connection is back, or the citizen asks for it. */
  async flush() {
    if (this.#sending) return;
    clearTimeout(this.#timer);
    this.#sending = true;
    try {
      while (this.#waiting.length) {
        const [entry] = this.#waiting;
        if (!(await this.#send(entry))) {
          this.#later();
          return;
        }
        this.#failures = 0;
        if (this.#waiting[0] === entry) this.#waiting.shift();
      }
    } finally {
      this.#sending = false;
    }
  }

  #later() {
    const delay = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.#failures++);
    this.#timer = setTimeout(() => this.flush(), delay * (0.75 + Math.random() / 2));
  }
}
