/**
 * Keeps what is typed into a `<form data-keep="address of its page">` in this browser, under the account that types it,
 * until the server has taken it, and offers it on the next visit. Without this script, or where the browser keeps
 * nothing, the forms work as they are.
 *
 * Every page that is typed into has an entry of its own, so that two tabs never write over each other. A tab holds a
 * lock on its entry; only when that tab is gone is the entry offered elsewhere.
 */

import { answering, KeptForm } from "./form.js";
import { clear, offer, point } from "./notices.js";
import { Shelf, whenFree } from "./shelf.js";

const SENT = "hoidap.da-gui";
const ASKING = "Anh/chị còn nội dung chưa lưu. Đăng xuất thì nội dung ấy bị xoá. Vẫn đăng xuất?";
const main = /** @type {HTMLElement} */ (document.querySelector("main"));

/** @param {Storage} storage */
function begin(storage) {
  const shelf = new Shelf(storage, main.dataset.account ?? "");
  shelf.sweep();
  const sent = justSent();
  if (sent && arrived() && main.querySelector("[data-taken]")) shelf.drop(sent);
  const found = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-keep]"));
  const forms = [...found].map((form) => new KeptForm(shelf, form));
  for (const form of forms) look(form, sent);
  if ("home" in main.dataset) {
    for (const [key, entry] of shelf.all()) whenFree(key, () => shelf.get(key) && point(shelf, key, entry));
  }
  document.addEventListener("submit", (event) => {
    const kept = forms.find(({ form }) => form === event.target);
    kept?.keep();
    noteSent(kept?.key ?? "");
    if (event.target instanceof HTMLElement && "leave" in event.target.dataset) leave(event, shelf, forms);
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a[data-forget]")) for (const form of forms) form.forget();
  });
}

/**
 * What is kept for a form: offered, gone on with where the page shows it, or dropped where it is stored.
 * @param {KeptForm} form
 * @param {string} sent
 */
function look(form, sent) {
  if ([...form.read().values()].some(({ value, first }) => value !== first)) form.later(); // typed before this script ran
  for (const [key, entry] of form.shelf.all()) {
    const mine = answering && key === sent;
    if (entry.action !== form.action || !(entry.address === form.address || mine)) continue;
    // Who met somebody else's change has been shown it.
    if (mine) form.adopt(key, entry, form.revision ? form.seen : entry.seen);
    else if (!form.shows(entry)) whenFree(key, () => form.shelf.get(key) && offer(form, key, entry));
    else if (answering || form.changed) form.adopt(key, entry, entry.seen);
    else form.shelf.drop(key);
  }
}

/**
 * Signing out takes everything along, so it asks first.
 * @param {Event} event
 * @param {Shelf} shelf
 * @param {KeptForm[]} forms
 */
function leave(event, shelf, forms) {
  for (const form of forms) form.keep();
  const entries = shelf.all();
  if (entries.length && !confirm(ASKING)) {
    event.preventDefault();
    clear();
    for (const [key, entry] of entries) point(shelf, key, entry);
    main.focus();
    return;
  }
  for (const [key] of entries) shelf.drop(key);
}

/** Note what this tab sends, for the page that comes of it. @param {string} key */
function noteSent(key) {
  try {
    sessionStorage.setItem(SENT, key);
  } catch {
    // No room: what was sent is offered once more than need be.
  }
}

/** What this tab has just sent; told once. */
function justSent() {
  const key = sessionStorage.getItem(SENT) ?? "";
  sessionStorage.removeItem(SENT);
  return key;
}

/** Whether the tab has gone on to this page: one that it comes back to may tell of something earlier. */
function arrived() {
  const [how] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return how?.type === "navigate";
}

/** Where this browser keeps things; `null` where it does not. */
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

const there = storage();
if (there) begin(there);
