/** A form whose typed text is kept. */

import { say } from "./notices.js";
import { hold } from "./shelf.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** A pause in the typing of so long keeps what is there. */
const PAUSE_MS = 400;
/** What is kept; never a password, a file or what nobody sees. */
const FIELDS =
  'textarea, select, input:is(:not([type]), [type="text"], [type="date"], [type="number"], [type="checkbox"])';
/** By which the server knows what was stored when it showed the form. */
const REVISION = 'input[type="hidden"]:is([name="ban"], [name="thay"])';

/** Whether this page answers a form, so that it shows what was typed instead of what is stored. */
export const answering = "answering" in (document.querySelector("main")?.dataset ?? {});

export class KeptForm {
  /** @type {Map<string, import("./shelf.js").Typed>} */
  typed = new Map();
  changed = false;
  held = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined;

  /** @param {import("./shelf.js").Shelf} shelf @param {HTMLFormElement} form */
  constructor(shelf, form) {
    this.shelf = shelf;
    this.form = form;
    this.key = shelf.newKey();
    this.address = form.dataset.keep ?? "";
    this.action = form.getAttribute("action") ?? "";
    this.title = document.title.split(" · ").slice(0, -1).join(" · ");
    this.revision = /** @type {HTMLInputElement | null} */ (form.querySelector(REVISION));
    this.seen = this.revision?.value ?? JSON.stringify([...this.read()].map(([name, { first }]) => [name, first]));
    form.addEventListener("input", () => this.later());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
    addEventListener("pagehide", () => this.keep());
  }

  /** The fields by name, with what stands in them and what stood there at first; those of one name count as one. */
  read() {
    /** @type {Map<string, {fields: Field[], value: string, first: string}>} */
    const found = new Map();
    for (const field of /** @type {Iterable<Field>} */ (this.form.elements)) {
      if (!field.name || !field.matches(FIELDS) || "passing" in field.dataset) continue;
      const known = found.get(field.name);
      found.set(field.name, {
        fields: [...(known?.fields ?? []), field],
        value: known?.value || valueOf(field),
        first: known?.first || firstOf(field),
      });
    }
    return found;
  }

  /** Whether it shows just this. @param {import("./shelf.js").Entry} entry */
  shows(entry) {
    const read = this.read();
    return entry.typed.every(([name, { value }]) => (read.get(name)?.value ?? "") === value);
  }

  later() {
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE_MS);
  }

  /** Put away what is not stored: on a page that answers a form that is all of it. */
  keep() {
    clearTimeout(this.timer);
    if (!this.changed) return;
    this.changed = false;
    const read = this.read();
    for (const [name, { fields, value, first }] of read) {
      if (value === first && !this.typed.has(name) && !(answering && value)) continue;
      const field = fields.find((one) => valueOf(one)) ?? fields[0];
      this.typed.set(name, { label: labelOf(field), value, words: wordsOf(field) });
    }
    if (!answering && [...this.typed.keys()].every((name) => read.get(name)?.value === read.get(name)?.first)) {
      this.shelf.drop(this.key); // everything was typed back
      return;
    }
    if (!this.held) hold(this.key);
    this.held = true;
    const { address, action, title, seen } = this;
    if (!this.shelf.put(this.key, { address, action, title, seen, at: Date.now(), typed: [...this.typed] })) {
      say("Trình duyệt không còn chỗ để giữ nội dung anh/chị đang gõ: mời anh/chị lưu sớm.");
    }
  }

  /** Be done with what was typed. */
  forget() {
    clearTimeout(this.timer);
    this.changed = false;
    this.typed.clear();
    this.shelf.drop(this.key);
  }

  /**
   * Go on with an entry instead of beginning one. It moves to a key of this page's own, since another tab may still write
   * under the old one.
   * @param {string} key
   * @param {import("./shelf.js").Entry} entry
   * @param {string} seen
   */
  adopt(key, entry, seen) {
    this.key = this.shelf.newKey();
    if (this.shelf.put(this.key, { ...entry, seen })) this.shelf.drop(key);
    else this.key = key;
    this.held = true;
    hold(this.key);
    this.typed = new Map(entry.typed);
    this.address = entry.address; // a page that answers does not always know all of it
    this.title = entry.title;
    this.seen = seen;
  }

  /**
   * Fill in what was typed. The revision goes back with it: where somebody came first the server then shows both.
   * @param {string} key
   * @param {import("./shelf.js").Entry} entry
   */
  restore(key, entry) {
    this.keep(); // what was typed before is offered another time
    this.adopt(key, entry, entry.seen);
    if (this.revision) this.revision.value = entry.seen;
    const read = this.read();
    const filled = entry.typed.flatMap(([name, typed]) => {
      const fields = read.get(name)?.fields ?? this.choice(name, typed);
      for (const field of fields) fill(field, typed.value);
      return fields;
    });
    for (let above = this.form.parentElement; above; above = above.parentElement) {
      if (above instanceof HTMLDetailsElement) above.open = true;
    }
    filled[0]?.focus();
  }

  /**
   * A choice that was found for somebody and that the page does not show now.
   * @param {string} name
   * @param {import("./shelf.js").Typed} typed
   * @returns {Field[]}
   */
  choice(name, { label, value }) {
    const list = /** @type {HTMLElement | null} */ (this.form.querySelector("[data-choices]"));
    if (!list || !value) return [];
    const check = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    const around = document.createElement("label");
    around.append(check, ` ${label}`);
    list.appendChild(document.createElement("li")).append(around);
    list.hidden = false;
    return [check];
  }
}

/** @param {Field} field @returns {field is HTMLInputElement} */
function isCheck(field) {
  return field.type === "checkbox";
}

/** @param {Field} field */
function valueOf(field) {
  return isCheck(field) && !field.checked ? "" : field.value;
}

/** @param {Field} field */
function firstOf(field) {
  if (isCheck(field)) return field.defaultChecked ? field.value : "";
  if (field instanceof HTMLSelectElement) {
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  }
  if (field instanceof HTMLTextAreaElement) return field.defaultValue;
  // As the browser cleans what it is given: no line breaks, no day that there is not.
  const { type, defaultValue } = /** @type {HTMLInputElement} */ (field);
  return Object.assign(document.createElement("input"), { type, value: defaultValue }).value;
}

/** @param {Field} field @param {string} value */
function fill(field, value) {
  if (isCheck(field)) field.checked = value !== "";
  else field.value = value;
}

/** @param {Field} field */
function labelOf(field) {
  const label = field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent ?? field.name;
  return label.replace(/\s+/g, " ").trim().slice(0, 120);
}

/** @param {Field} field */
function wordsOf(field) {
  if (isCheck(field)) return field.checked ? "có chọn" : "không chọn";
  if (field instanceof HTMLSelectElement) return field.selectedOptions[0]?.text ?? "";
  return "";
}
