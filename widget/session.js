/**
 * What the browser keeps of a conversation: its token and the last message that came by itself. For this tab only, as
 * office and library computers are shared; beyond it only if the citizen wants it so.
 */

const TOKEN = "hoi-dap.conversation";
const LAST = "hoi-dap.last";
const REMEMBER = "hoi-dap.remember";

export class Session {
  /** Storage is barred in some frames; then this lives as long as the page. @type {Map<string, string>} */
  #memory = new Map();
  /** @type {number | null} */
  #last = null;

  /** @returns {string | null} */
  get token() {
    return this.#get(TOKEN);
  }

  /** A new conversation begins with no messages. */
  set token(token) {
    if (token === null) {
      this.#set(LAST, null);
      this.#last = null;
    }
    this.#set(TOKEN, token);
  }

  /**
   * Number of the last message that came by itself; 0 before the first. What another tab of a remembered conversation
   * has heard meanwhile does not count here: each tab shows it.
   */
  get last() {
    return (this.#last ??= Number(this.#get(LAST) ?? 0));
  }

  set last(number) {
    this.#last = number;
    this.#set(LAST, String(number));
  }

  /** Whether the conversation outlives the tab. */
  get remembered() {
    return storage("localStorage")?.getItem(REMEMBER) === "1";
  }

  set remembered(wanted) {
    const kept = [TOKEN, LAST].map((key) => /** @type {const} */ ([key, this.#get(key)]));
    const local = storage("localStorage");
    for (const [key] of kept) {
      local?.removeItem(key);
      storage("sessionStorage")?.removeItem(key);
    }
    if (wanted) local?.setItem(REMEMBER, "1");
    else local?.removeItem(REMEMBER);
    for (const [key, value] of kept) this.#set(key, value);
  }

  /** @param {string} key @returns {string | null} */
  #get(key) {
    return (this.#kept ? this.#kept.getItem(key) : this.#memory.get(key)) ?? null;
  }

  /** @param {string} key @param {string | null} value */
  #set(key, value) {
    if (value === null) {
      this.#memory.delete(key);
      this.#kept?.removeItem(key);
      return;
    }
    this.#memory.set(key, value);
    try {
      this.#kept?.setItem(key, value);
    } catch {
      // full: kept in memory above
    }
  }

  get #kept() {
    return storage(this.remembered ? "localStorage" : "sessionStorage");
  }
}

/** @param {"localStorage" | "sessionStorage"} name @returns {Storage | null} null where it is barred */
export function storage(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}
