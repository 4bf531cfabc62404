/**
 * `<hoi-dap>`: the citizens' chat.
 *
 * Attributes, or `data-…` on the script tag: `server` (address of the service, by default whence the script came),
 * `site` (the host's key), `lang` ("vi" or "en", by default the page's), `theme` ("light" or "dark", by default the
 * device's), `font` (whatever its value: Be Vietnam Pro, from the service). What stands inside the element is the page
 * without JavaScript; the chat takes its place, and from it the greeting (`data-greeting`), topics (`data-topic`) with
 * their questions (`data-example`), the line on privacy (`data-privacy`) and what has been typed already. Where nothing
 * stands there, the service is asked for them.
 */

import { ChatClient, ChatError, newMessageId } from "./client.js";
import { element } from "./dom.js";
import { Events } from "./events.js";
import { useFont } from "./fonts.js";
import { Outbox } from "./outbox.js";
import { parts } from "./parts.js";
import { personalData } from "./personal.js";
import { serviceOf, setting } from "./place.js";
import { Session, storage } from "./session.js";
import { dress } from "./styles.js";
import * as view from "./view.js";
import { explained, wordsOf } from "./words.js";

/** @typedef {import("./words.js").Words} Words */

/** How long a spoken message stays in the live region; left there, it would be met again after the history. */
const SPOKEN_MS = 10_000;
const LARGE = "hoi-dap.large";

export class HoiDap extends HTMLElement {
  /** @type {URL} */ #service;
  #session = new Session();
  /** @type {ChatClient} */ #client;
  #outbox = new Outbox((entry) => this.#send(entry));
  /** @type {Events} */ #events;
  /** @type {Words} */ #words;
  /** @type {Welcome | null} */ #welcome = null;
  /** @type {ReturnType<typeof parts>} */ #parts;
  /** @type {ShadowRoot} */ #root;
  #silence = 0;
  #warned = "";
  #closed = "";

  connectedCallback() {
    if (!this.#root) this.#build();
    window.addEventListener("online", this.#flush);
    document.addEventListener("visibilitychange", this.#listen);
    this.#events.look();
    this.#listen();
  }

  disconnectedCallback() {
    window.removeEventListener("online", this.#flush);
    document.removeEventListener("visibilitychange", this.#listen);
    this.#events.stop();
  }

  #build() {
    this.#service = serviceOf(this);
    this.#client = new ChatClient(this.#service, setting(this, "site"), this.#session);
    this.#events = new Events(this.#client, {
      message: (id, reply) => this.#arrived(id, reply),
      state: (state) => this.#stands(state),
    });
    this.#words = wordsOf(setting(this, "lang") ?? document.documentElement.lang);
    this.#welcome = this.#standing();
    this.#root = this.attachShadow({ mode: "open" });
    dress(this.#root, "chat", setting(this, "theme"));
    if (setting(this, "font") !== null) useFont(this, this.#service);
    this.toggleAttribute("large", storage("localStorage")?.getItem(LARGE) === "1");
    const draft = this.querySelector("textarea")?.value ?? "";
    this.replaceChildren();
    this.#furnish(draft);
  }

  /** What the page itself says; null where it says nothing. @returns {Welcome | null} */
  #standing() {
    const words = (/** @type {Element | null} */ node) => node?.textContent?.trim() ?? "";
    const text = (/** @type {string} */ name) => words(this.querySelector(`[data-${name}]`));
    if (this.#words.language !== "vi" || !text("greeting")) return null;
    const topics = [...this.querySelectorAll("[data-topic]")].map((topic) => ({
      title: words(topic.querySelector("summary")),
      questions: [...topic.querySelectorAll("[data-example]")].map(words),
    }));
    return { greeting: text("greeting"), privacy: text("privacy"), topics };
  }

  /**
   * Put the fixed parts in place, around a history that may be there already.
   * @param {string} draft
   * @param {Element[]} [history]
   */
  #furnish(draft, history = []) {
    for (const node of this.#parts?.nodes ?? []) node.remove();
    this.#parts = parts(this.#words, {
      erase: () => this.#erase(),
      large: (on) => this.#enlarge(on),
      remember: (on) => (this.#session.remembered = on),
      speak: () => this.#speak(this.#words.language === "vi" ? "en" : "vi"),
    });
    this.lang = this.#words.language;
    this.#root.append(...this.#parts.nodes);
    const { input, large, remember, form, send, log } = this.#parts;
    input.value = draft;
    large.checked = this.hasAttribute("large");
    remember.checked = this.#session.remembered;
    // An unsteady hand presses twice: that is one press, and no answer to a warning.
    send.addEventListener("click", (event) => {
      if (event.detail > 1) event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    input.addEventListener("keydown", (event) => {
      // While an input method composes a Vietnamese syllable, Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!event.repeat) this.#submit();
    });
    if (history.length) log.append(...history);
    this.#open(!history.length);
  }

  /** The greeting, and whether a conversation goes on. */
  async #open(fresh = true) {
    const { log, erase } = this.#parts;
    erase.hidden = !this.#client.inConversation;
    if (fresh && this.#client.inConversation) log.append(view.notice(this.#words.continued));
    if (!this.#welcome) {
      try {
        this.#welcome = await this.#client.welcome(this.#words.language);
      } catch {
        return; // questions can be asked without
      }
    }
    const more = { href: new URL("/du-lieu-ca-nhan", this.#service).href, target: "_blank", rel: "noopener" };
    this.#parts.privacy.replaceChildren(`${this.#welcome.privacy} `, element("a", more, this.#words.kept));
    const ask = (/** @type {string} */ text) => this.#ask(text, { text });
    if (fresh) this.#parts.log.prepend(view.greeting(this.#welcome, ask, this.#words));
  }

  /** @param {string} language */
  #speak(language) {
    this.#words = wordsOf(language);
    this.#welcome = null;
    this.#furnish(this.#parts.input.value, [...this.#parts.log.children]);
    const { options, language: other } = this.#parts;
    options.open = true;
    other.focus();
    this.#events.look();
  }

  /** @param {boolean} on */
  #enlarge(on) {
    this.toggleAttribute("large", on);
    if (on) storage("localStorage")?.setItem(LARGE, "1");
    else storage("localStorage")?.removeItem(LARGE);
  }

  #submit() {
    const { input } = this.#parts;
    if (this.#closed) this.#tell(this.#closed);
    if (this.#outbox.busy || this.#closed) return;
    const text = input.value.trim();
    const personal = personalData(text);
    if (!text) {
      this.#tell(this.#words.empty);
      input.focus();
    } else if (personal && this.#warned !== text) {
      // Warned once, the citizen decides: sending the same words again sends them.
      this.#warned = text;
      this.#tell(this.#words.warning(this.#words.personal[personal]), "warning");
      input.focus();
    } else {
      this.#warned = "";
      this.#tell("");
      input.value = "";
      this.#ask(text, { text });
    }
  }

  /**
   * Show what the citizen asks and send it: `{text}` as typed, `{button}` as chosen.
   * @param {string} shown
   * @param {{text?: string, button?: string}} content
   */
  #ask(shown, content) {
    if (this.#closed) this.#tell(this.#closed);
    if (this.#outbox.busy || this.#closed) return;
    const asked = view.question(shown, this.#words);
    this.#parts.log.append(asked);
    view.retireChoices(this.#parts.log);
    asked.scrollIntoView({ block: "nearest" });
    this.#outbox.add({ asked, message: { id: newMessageId(), ...content } });
  }

  #flush = () => {
    this.#outbox.flush();
  };

  /** One try to send; false: there is no connection, the question keeps waiting. @param {Entry} entry */
  async #send(entry) {
    const { asked, message } = entry;
    this.#wait(this.#words.waiting);
    entry.queued?.remove();
    let failed = false;
    try {
      const replies = await this.#client.ask(message);
      asked.after(...replies.map((reply) => this.#reply(reply)));
      this.#say(replies.map((reply) => view.spokenReply(reply, this.#words)).join("\n"));
      this.#listen();
    } catch (error) {
      failed = true;
      if (error instanceof ChatError && error.kind === "unreachable") {
        entry.queued = view.queued(this.#flush, this.#words);
        asked.after(entry.queued);
        if (!entry.told) this.#say(this.#words.queued);
        entry.told = true;
        return false;
      }
      this.#fail(error, asked, message);
    } finally {
      this.#wait("");
      this.#parts.erase.hidden = !this.#client.inConversation;
      if (entry.queued?.isConnected) entry.queued.scrollIntoView({ block: "nearest" });
      else if (!failed || !entry.told) asked.scrollIntoView({ block: "start" });
    }
    return true;
  }

  /** @param {unknown} error @param {HTMLElement} asked @param {Sent} message */
  #fail(error, asked, message) {
    const why = explained(error, this.#words);
    const canRetry = error instanceof ChatError && error.canRetry;
    const failed = view.failure(why, canRetry ? again : null, this.#words);
    asked.after(failed);
    this.#say(`${why.message} ${why.hint}`);
    // A question that the server refuses is given back to be reworded.
    const { input } = this.#parts;
    if (!canRetry && message.text && !input.value) input.value = message.text;
    const outbox = this.#outbox;
    /** The same message again, under the same id. */
    function again() {
      if (outbox.busy) return;
      asked.focus();
      failed.remove();
      outbox.add({ asked, message });
    }
  }

  /** @param {Reply} reply */
  #reply(reply) {
    return view.reply(reply, {
      base: this.#service,
      words: this.#words,
      choose: ({ id, title }) => this.#ask(title, { button: id }),
      rate: (id, useful, reason) => this.#client.rate(id, useful, reason),
      tell: (text) => this.#tell(text),
    });
  }

  /** A conversation listens for what comes by itself, while it is in sight. */
  #listen = () => {
    if (this.#client.inConversation && !document.hidden) this.#events.start();
    else this.#events.stop();
  };

  /** @param {number} id @param {Reply} reply */
  #arrived(id, reply) {
    if (id <= this.#session.last) return;
    this.#session.last = id;
    this.#parts.log.append(this.#reply(reply));
    this.#say(view.spokenReply(reply, this.#words));
  }

  /** How the channel stands: a notice for everyone, and whether questions are taken. @param {ChannelState} state */
  #stands({ open, reason, notice }) {
    const { banner, send } = this.#parts;
    if (this.#closed && open) this.#tell("");
    this.#closed = open ? "" : reason || this.#words.closed;
    const text = [this.#closed, notice].filter(Boolean).join(" ");
    if (banner.textContent !== text) banner.textContent = text;
    banner.classList.toggle("closed", !open);
    send.setAttribute("aria-disabled", String(!open || this.#outbox.busy));
  }

  async #erase() {
    this.#wait(this.#words.erasing);
    try {
      await this.#client.erase();
      this.#events.stop();
      this.#outbox.clear();
      const { log } = this.#parts;
      log.replaceChildren();
      await this.#open();
      log.append(view.notice(this.#words.erased));
      /** @type {HTMLElement | null} */ (log.firstElementChild)?.focus();
      this.#say(this.#words.erased);
    } catch (error) {
      const why = explained(error, this.#words);
      this.#parts.log.append(view.failure(why, null, this.#words));
      this.#say(`${this.#words.notErased} ${why.message} ${why.hint}`);
    } finally {
      this.#wait("");
    }
  }

  /** Say what is being waited for; nothing: the wait is over. @param {string} what */
  #wait(what) {
    const { send, erase, form } = this.#parts;
    const busy = what !== "";
    this.#tell(what, busy ? "waiting" : "");
    erase.setAttribute("aria-disabled", String(busy));
    send.setAttribute("aria-disabled", String(busy || this.#closed !== ""));
    if (busy) form.scrollIntoView({ block: "nearest" });
  }

  /**
   * Show and say how things stand, above the question field.
   * @param {string} text
   * @param {"" | "waiting" | "warning"} [kind]
   */
  #tell(text, kind = "") {
    const { status } = this.#parts;
    status.textContent = text;
    status.className = `status ${kind}`;
  }

  /** Have a screen reader say a new message, and only that. @param {string} text */
  #say(text) {
    const { voice } = this.#parts;
    voice.replaceChildren(element("p", {}, text));
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => voice.replaceChildren(), SPOKEN_MS);
  }
}
