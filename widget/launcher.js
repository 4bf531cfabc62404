/**
 * `<hoi-dap-launcher>`: a button in the corner of a host's page that opens the chat in a panel. Attributes, or `data-…`
 * on the script tag: those of `<hoi-dap>`; `launcher` = "frame" holds the chat in a frame of its own, which a host's
 * scripts and styles cannot reach; `side` = "left" puts it into the other corner.
 */

import { button, element, drawing } from "./dom.js";
import { useFont } from "./fonts.js";
import { greet } from "./handshake.js";
import { serviceOf, setting } from "./place.js";
import { dress } from "./styles.js";
import { wordsOf } from "./words.js";

/** On such screens the panel takes all of it, and nothing behind it can be reached. */
const SMALL = "(max-width: 30em), (max-height: 30em)";
const PASSED_ON = ["server", "site", "theme", "font"];

export class Launcher extends HTMLElement {
  /** @type {HTMLButtonElement} */ #bubble;
  /** @type {HTMLDialogElement} */ #panel;
  /** @type {HTMLDivElement} */ #body;

  connectedCallback() {
    if (this.shadowRoot) return;
    const words = wordsOf(setting(this, "lang") ?? document.documentElement.lang);
    this.lang = words.language;
    this.toggleAttribute("left", setting(this, "side") === "left");
    const root = this.attachShadow({ mode: "open" });
    dress(root, "launcher", setting(this, "theme"));
    if (setting(this, "font") !== null) useFont(this, serviceOf(this));
    this.#bubble = element(
      "button",
      {
        type: "button",
        class: "bubble",
        part: "bubble",
        "aria-expanded": "false",
        "aria-controls": "panel",
        "aria-label": `${words.launcher}: ${words.launcherHint}`,
      },
      drawing("M4 4h16v12H9l-5 4z"),
      element("span", {}, words.launcher),
    );
    this.#bubble.addEventListener("click", () => (this.#panel.open ? this.close() : this.open()));
    this.#body = element("div", { class: "body" });
    this.#panel = element(
      "dialog",
      { id: "panel", part: "panel", "aria-labelledby": "title" },
      element(
        "div",
        { class: "head" },
        element("h2", { id: "title" }, words.title),
        element("a", { href: serviceOf(this).href, target: "_blank", rel: "noopener" }, words.fullPage),
        button(words.close, () => this.close(), { class: "close" }),
      ),
      this.#body,
    );
    this.#panel.addEventListener("close", () => this.#closed());
    this.#panel.addEventListener("keydown", (event) => this.#key(event));
    root.append(this.#bubble, this.#panel);
  }

  /** Show the panel; the chat begins with the first time. */
  open() {
    if (this.#panel.open) return;
    if (!this.#body.firstChild) this.#body.append(setting(this, "launcher") === "frame" ? this.#frame() : this.#chat());
    if (window.matchMedia(SMALL).matches) this.#panel.showModal();
    else this.#panel.show();
    this.#bubble.setAttribute("aria-expanded", "true");
    this.#focus();
  }

  /** Hide the panel; the conversation goes on when it is opened again. */
  close() {
    this.#panel.close();
  }

  #closed() {
    this.#bubble.setAttribute("aria-expanded", "false");
    this.#bubble.focus();
  }

  /** A panel that is not modal has no Escape of its own; one inside it, which asks before erasing, comes first. */
  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const inner = event.composedPath().some((node) => node !== this.#panel && /** @type {Element} */ (node).localName === "dialog");
    if (!inner) this.close();
  }

  #chat() {
    const settings = PASSED_ON.map((name) => [name, setting(this, name)]).filter(([, value]) => value !== null);
    return element("hoi-dap", { ...Object.fromEntries(settings), lang: this.lang, inset: true });
  }

  #frame() {
    const service = serviceOf(this);
    const address = new URL("khung", service);
    for (const name of ["site", "theme"]) {
      const value = setting(this, name);
      if (value) address.searchParams.set(name, value);
    }
    address.searchParams.set("lang", this.lang);
    const title = this.#panel.querySelector("h2")?.textContent ?? "";
    const frame = element("iframe", { src: address.href, title, allow: "clipboard-write" });
    greet(frame, service.origin, () => this.close());
    return frame;
  }

  #focus() {
    const inside = /** @type {HTMLElement} */ (this.#body.firstElementChild);
    const field = /** @type {HTMLElement | null} */ (inside.shadowRoot?.querySelector("#question"));
    (field ?? inside).focus();
  }
}
