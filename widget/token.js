/** Keeps the conversation's token for this tab only: office and library computers are shared. */
export class SessionToken {
  #key;
  #memory = null;

  /** @param {string} key  name in the tab's session storage */
  constructor(key) {
    this.#key = key;
  }

  /** @returns {string | null} */
  get value() {
    try {
      return sessionStorage.getItem(this.#key);
    } catch {
      return this.#memory; // storage is barred, as in some frames: the token lives as long as the page
    }
  }

  set value(token) {
    this.#memory = token;
    try {
      if (token === null) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, token);
    } catch {
      // kept in memory above
    }
  }
}
