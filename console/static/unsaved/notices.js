/** What is said of text that was typed and not saved: above the forms, where screen readers hear it. */

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const box = /** @type {HTMLElement} */ (document.getElementById("chua-luu"));

/** Say one thing, in the place of the one before. @param {string} text */
export function say(text) {
  box.querySelector(".said")?.remove();
  box.prepend(element("p", "notice said", text));
}

/** Take all of it away. */
export function clear() {
  box.replaceChildren();
}

/**
 * Offer an entry that a form does not show.
 * @param {import("./form.js").KeptForm} form
 * @param {string} key
 * @param {import("./shelf.js").Entry} entry
 */
export function offer(form, key, entry) {
  const [first, ...others] = entry.typed.map(([, { label }]) => label);
  const what = form.form.dataset.name ?? `${first}${others.length ? ` và ${others.length} ô khác` : ""}`;
  const said = element("p", "", `${since(entry)}: ${what}.`);
  if (entry.seen !== form.seen) {
    const then = form.revision
      ? "khôi phục rồi bấm lưu thì trang cho xem cả hai bản trước khi thay"
      : "mời anh/chị so lại trước khi lưu";
    said.append(" ", element("strong", "", "Từ lúc ấy chỗ này đã được sửa"), `: ${then}.`);
  }
  const restore = button("Khôi phục", key, () => {
    notice.remove();
    form.restore(key, entry);
    say("Đã khôi phục nội dung chưa lưu. Mời anh/chị xem lại rồi bấm lưu.");
  });
  restore.className = "main";
  const notice = noticeOf(form.shelf, key, entry, said, restore);
}

/**
 * Say on which page an entry belongs.
 * @param {import("./shelf.js").Shelf} shelf
 * @param {string} key
 * @param {import("./shelf.js").Entry} entry
 */
export function point(shelf, key, entry) {
  const link = /** @type {HTMLAnchorElement} */ (element("a", "", entry.title));
  if (entry.address.startsWith("/quan-tri")) link.href = entry.address;
  noticeOf(shelf, key, entry, element("p", "", `${since(entry)}: `, link, "."));
}

/**
 * A notice with what was typed and a way to throw it away; it goes when the entry does.
 * @param {import("./shelf.js").Shelf} shelf
 * @param {string} key
 * @param {import("./shelf.js").Entry} entry
 * @param {HTMLElement} said
 * @param {HTMLElement[]} ways
 */
function noticeOf(shelf, key, entry, said, ...ways) {
  said.id = key;
  const list = element("dl", "");
  for (const [, { label, value, words }] of entry.typed) {
    list.append(element("dt", "", label), element("dd", "", words || value || "(trống)"));
  }
  const typed = element("details", "", element("summary", "", "Xem nội dung ấy"), list);
  const discard = button("Bỏ đi", key, () => {
    notice.remove();
    shelf.drop(key);
    say("Đã bỏ nội dung chưa lưu.");
    main.focus();
  });
  const notice = element("div", "notice unsaved", said, typed, element("div", "ways", ...ways, discard));
  addEventListener("storage", (event) => event.key === key && event.newValue === null && notice.remove());
  box.append(notice);
  return notice;
}

/** @param {import("./shelf.js").Entry} entry */
function since(entry) {
  const parts = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" });
  const when = new Date(entry.at).toLocaleString("vi-VN", { ...parts, year: "numeric" });
  return `Anh/chị có nội dung chưa lưu từ lúc ${when}`;
}

/** @param {string} text @param {string} about id of what it is about @param {() => void} act */
function button(text, about, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.setAttribute("aria-describedby", about);
  made.addEventListener("click", act);
  return made;
}

/** @param {string} tag @param {string} style @param {(Node | string)[]} parts */
function element(tag, style, ...parts) {
  const made = document.createElement(tag);
  if (style) made.className = style;
  made.append(...parts);
  return made;
}
