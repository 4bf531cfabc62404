/** What a document's page does for its reader: find, share, print. The page is whole without it. */

import { mark, unmark } from "./find.js";

/** Typing goes on: the document is not searched for each letter. */
const PAUSE_MS = 200;

/** @type {<T extends Element>(selector: string) => T} */
const one = (selector) => /** @type {any} */ (document.querySelector(selector));
const field = /** @type {HTMLInputElement} */ (one("#tim"));
const status = one("#tim-duoc");
const text = one(".provisions");

/** @type {HTMLElement[]} */
let marks = [];
let current = -1;
let sought = "";
let timer = 0;

/** Search for what stands in the field, unless that has been done. */
function search() {
  clearTimeout(timer);
  const wanted = field.value.trim();
  if (wanted === sought) return;
  sought = wanted;
  unmark(marks);
  marks = wanted ? mark(text, wanted) : [];
  current = -1;
  if (marks.length) move(1);
  else status.textContent = wanted ? "Không có trong văn bản này." : "";
}

/** Go to another place, the first again after the last. @param {number} step */
function move(step) {
  if (!marks.length) return;
  marks[current]?.removeAttribute("aria-current");
  current = (current + step + marks.length) % marks.length;
  const node = marks[current];
  node.setAttribute("aria-current", "true");
  node.scrollIntoView({ block: "center" });
  status.textContent = `Chỗ ${current + 1} trong ${marks.length} chỗ.`;
}

/** @param {string} address */
async function copy(address) {
  try {
    await navigator.clipboard.writeText(address);
    status.textContent = "Đã chép liên kết.";
  } catch {
    status.textContent = `Liên kết: ${address}`;
  }
}

async function share() {
  const url = location.href;
  if (!navigator.share) return copy(url);
  try {
    await navigator.share({ title: document.title, url });
  } catch (error) {
    // The reader may think better of it.
    if (/** @type {Error} */ (error).name !== "AbortError") await copy(url);
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE_MS);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && field.value) {
    event.preventDefault();
    field.value = "";
    search();
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    if (field.value.trim() === sought) move(event.shiftKey ? -1 : 1);
    else search();
  }
});
one(".find").addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => {
    search();
    move(Number(button.getAttribute("data-move")));
  });
}
one("[data-share]").addEventListener("click", share);
one("[data-print]").addEventListener("click", () => window.print());
text.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a.permalink");
  // Followed as any link, and at hand to be sent on.
  if (link && navigator.clipboard) copy(/** @type {HTMLAnchorElement} */ (link).href);
});

// A printed page says where it comes from.
one("[data-address]").textContent = location.origin + location.pathname;
for (const part of document.querySelectorAll(".reader, .hand-on")) part.removeAttribute("hidden");
