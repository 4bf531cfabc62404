/**
 * `<hoi-dap>`: the citizens' chat.
 *
 * What stands inside the element is the page without JavaScript; the chat takes its place, and from it the
 * greeting (`data-greeting`), example questions (`data-example`), the line on privacy (`data-privacy`) and what has
 * been typed already.
 * Attribute `api`: address of the chat API, "/api/v1/" by default.
 */

import { ChatClient, newMessageId } from "./client.js";
import { element } from "./dom.js";
import { frame } from "./frame.js";
import { personalData } from "./personal.js";
import { SessionToken } from "./token.js";
import * as view from "./view.js";

/** How long a spoken message stays in the live region; left there, it would be met again after the history. */
const SPOKEN_MS = 10_000;

class HoiDap extends HTMLElement {
  #client;
  #parts;
  #words;
  #base;
  #busy = false;
  #silence = 0;
  #warned = "";

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#base = new URL(this.getAttribute("api") ?? "/api/v1/", document.baseURI);
    this.#client = new ChatClient(this.#base, new SessionToken("hoi-dap.conversation"));
    this.#words = this.#takeWords();
    this.#parts = frame(this.#words.privacy, () => this.#erase());
    this.#parts.input.value = this.#words.draft;
    const styles = ["colours.css", "hoi-dap.css"].map((file) =>
      element("link", { rel: "stylesheet", href: new URL(file, import.meta.url) }),
    );
    this.attachShadow({ mode: "open" }).append(...styles, ...this.#parts.nodes);
    this.#listen();
    this.#open();
  }

  #takeWords() {
    const text = (name) => this.querySelector(`[data-${name}]`)?.textContent.trim() ?? "";
    const words = {
      greeting: text("greeting"),
      privacy: text("privacy"),
      examples: [...this.querySelectorAll("[data-example]")].map((node) => node.textContent.trim()),
      draft: this.querySelector("textarea")?.value ?? "",
    };
    this.replaceChildren();
    return words;
  }

  #listen() {
    const { form, input, send } = this.#parts;
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
  }

  #open() {
    const { log, erase } = this.#parts;
    const { greeting, examples } = this.#words;
    log.replaceChildren(view.greeting(greeting, examples, (text) => this.#ask(text, { text })));
    erase.hidden = !this.#client.inConversation;
    if (this.#client.inConversation) {
      log.append(view.notice("Cuộc trò chuyện trước vẫn tiếp tục; nội dung cũ không hiển thị lại."));
    }
  }

  #submit() {
    const { input, status } = this.#parts;
    if (this.#busy) return;
    const text = input.value.trim();
    const personal = personalData(text);
    if (!text) {
      status.textContent = "Anh/chị chưa nhập câu hỏi.";
      input.focus();
    } else if (personal && this.#warned !== text) {
      // Warned once, the citizen decides: sending the same words again sends them.
      this.#warned = text;
      status.textContent = `Câu hỏi có vẻ chứa ${personal}. Anh/chị nên xoá đi trước khi gửi; nếu vẫn cần, bấm “Gửi” lần nữa.`;
      input.focus();
    } else {
      this.#warned = "";
      input.value = "";
      this.#ask(text, { text });
    }
  }

  /** Show what the citizen asks and send it: `{text}` as typed, `{button}` as chosen. */
  #ask(shown, content) {
    if (this.#busy) return;
    const asked = view.question(shown);
    this.#parts.log.append(asked);
    view.retireChoices(this.#parts.log);
    asked.scrollIntoView({ block: "nearest" });
    this.#send(asked, { id: newMessageId(), ...content });
  }

  async #send(asked, message) {
    const { log, input } = this.#parts;
    this.#wait("Đang soạn câu trả lời…");
    try {
      const replies = await this.#client.ask(message);
      log.append(...replies.map((reply) => this.#reply(reply)));
      this.#say(replies.map(view.spokenReply).join("\n"));
    } catch (error) {
      const failed = view.failure(error, error.canRetry ? () => this.#resend(failed, asked, message) : null);
      log.append(failed);
      this.#say(`${error.message} ${error.hint}`);
      // A question that the server refuses is given back to be reworded.
      if (!error.canRetry && message.text && !input.value) input.value = message.text;
    } finally {
      this.#wait("");
      this.#parts.erase.hidden = !this.#client.inConversation;
      asked.scrollIntoView({ block: "start" });
    }
  }

  #reply(reply) {
    return view.reply(reply, {
      base: this.#base,
      onchoose: ({ id, title }) => this.#ask(title, { button: id }),
      onrate: (id, useful, reason) => this.#client.rate(id, useful, reason),
    });
  }

  /** The same message again, under the same id. */
  #resend(failed, asked, message) {
    if (this.#busy) return;
    asked.focus();
    failed.remove();
    this.#send(asked, message);
  }

  async #erase() {
    const { log } = this.#parts;
    this.#wait("Đang xoá…");
    try {
      await this.#client.erase();
      this.#open();
      log.append(view.notice("Đã xoá cuộc trò chuyện."));
      log.firstElementChild.focus();
      this.#say("Đã xoá cuộc trò chuyện.");
    } catch (error) {
      log.append(view.failure(error, null));
      this.#say(`Chưa xoá được. ${error.message} ${error.hint}`);
    } finally {
      this.#wait("");
    }
  }

  /** Say what is being waited for; nothing: the wait is over. */
  #wait(what) {
    const { status, send, erase, form } = this.#parts;
    this.#busy = what !== "";
    status.textContent = what;
    status.classList.toggle("waiting", this.#busy);
    for (const control of [send, erase]) control.setAttribute("aria-disabled", String(this.#busy));
    if (this.#busy) form.scrollIntoView({ block: "nearest" });
  }

  /** Have a screen reader say a new message, and only that. */
  #say(text) {
    const { voice } = this.#parts;
    voice.replaceChildren(element("p", {}, text));
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => voice.replaceChildren(), SPOKEN_MS);
  }
}

customElements.define("hoi-dap", HoiDap);
