/**
 * Keeps what is being written in a `<textarea data-draft="address">`, so that closing the page loses nothing. Without
 * this script the page's button does the same.
 */

/** A pause in the writing of so long saves. */
const PAUSE_MS = 1_200;

for (const field of document.querySelectorAll("textarea[data-draft]")) keep(/** @type {HTMLTextAreaElement} */ (field));

/** @param {HTMLTextAreaElement} field */
function keep(field) {
  const state = document.getElementById(field.dataset.state ?? "");
  let kept = field.defaultValue;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function save() {
    clearTimeout(timer);
    const text = field.value;
    if (text === kept) return;
    const token = /** @type {HTMLInputElement | null} */ (field.form?.elements.namedItem("the"))?.value ?? "";
    const body = new URLSearchParams({ the: token, "tu-dong": "1", "noi-dung": text });
    try {
      const answer = await fetch(field.dataset.draft ?? "", { method: "POST", body, keepalive: true, redirect: "error" });
      if (answer.ok) kept = text;
      tell(answer.ok ? "Đã lưu bản nháp." : "Chưa lưu được bản nháp: mời anh/chị mở lại trang ở một thẻ khác để kiểm tra.");
    } catch {
      tell("Chưa lưu được bản nháp: mất kết nối hoặc phiên đã hết.");
    }
  }

  /** @param {string} text */
  function tell(text) {
    if (state) state.textContent = text;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  }

  field.addEventListener("input", later);
  if (field.value !== kept) later(); // somebody was quicker than this script
  document.addEventListener("visibilitychange", () => document.hidden && save());
  field.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    kept = field.value; // sent is not to come back as a draft while the page is left
  });
}
