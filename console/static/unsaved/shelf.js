/**
 * Where what was typed is kept: entries of this browser's local storage, under the account that typed them.
 *
 * @typedef {object} Typed what stands in a field
 * @property {string} label
 * @property {string} value
 * @property {string} words the value as somebody reads it, where that is not the value itself
 *
 * @typedef {object} Entry what was typed into a form
 * @property {string} address of the page with the form
 * @property {string} action that the form is sent to
 * @property {string} title of the page
 * @property {string} seen what was stored when the form was shown: its revision, or the fields themselves
 * @property {number} at when it was typed, in milliseconds
 * @property {[string, Typed][]} typed by the names of the fields
 */

const ALL = "hoidap.chua-luu.";
const DAYS = 14;

/** The entries of one account. */
export class Shelf {
  /** @param {Storage} storage @param {string} account */
  constructor(storage, account) {
    this.storage = storage;
    this.mine = `${ALL}${account}.`;
  }

  /** A key that no other page has. */
  newKey() {
    return `${this.mine}${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  }

  /**
   * Its entries by their keys, the newest first.
   * @returns {[string, Entry][]}
   */
  all() {
    /** @type {[string, Entry][]} */
    const found = [];
    for (const key of Object.keys(this.storage)) {
      const entry = key.startsWith(this.mine) && this.get(key);
      if (entry) found.push([key, entry]);
    }
    return found.sort(([, one], [, other]) => other.at - one.at);
  }

  /**
   * The entry; `null` where there is none, or nothing that can be read.
   * @param {string} key
   * @returns {Entry | null}
   */
  get(key) {
    try {
      const entry = JSON.parse(this.storage.getItem(key) ?? "null");
      return Array.isArray(entry?.typed) && Number.isFinite(entry.at) ? entry : null;
    } catch {
      return null;
    }
  }

  /**
   * Whether there was room for it.
   * @param {string} key
   * @param {Entry} entry
   */
  put(key, entry) {
    try {
      this.storage.setItem(key, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} key */
  drop(key) {
    this.storage.removeItem(key);
  }

  /** Forget what is too old, whoever typed it. */
  sweep() {
    const oldest = Date.now() - DAYS * 86_400_000;
    for (const key of Object.keys(this.storage)) {
      if (key.startsWith(ALL) && (this.get(key)?.at ?? 0) < oldest) this.drop(key);
    }
  }
}

/**
 * Let other tabs know that this one writes under a key, as long as it is open.
 * @param {string} key
 */
export function hold(key) {
  void navigator.locks?.request(key, () => new Promise(() => {}));
}

/**
 * Go on once no other tab writes under a key; at once where the browser cannot tell (without HTTPS).
 * @param {string} key
 * @param {() => void} then
 */
export function whenFree(key, then) {
  if (navigator.locks) void navigator.locks.request(key, then);
  else then();
}
