/**
 * Password fields. A button shows what was typed until the form is sent. Of a new password the server is asked how strong
 * it is after each pause in the typing; it keeps nothing. Without this script the same is told when the form is sent.
 */

/** A pause in the typing of so long asks: seldom enough for the server's limit, and for a screen reader to keep up. */
const PAUSE_MS = 500;

for (const button of document.querySelectorAll("button.reveal")) reveal(/** @type {HTMLButtonElement} */ (button));
for (const part of document.querySelectorAll("[data-strength]")) measure(/** @type {HTMLElement} */ (part));

/** @param {HTMLButtonElement} button */
function reveal(button) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.getAttribute("aria-controls") ?? ""));

  /** @param {boolean} shown */
  function show(shown) {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  }

  button.addEventListener("click", () => show(field.type === "password"));
  // Else browsers keep it among what was typed before, or bring it back with the page.
  field.form?.addEventListener("submit", () => show(false));
  addEventListener("pagehide", () => show(false));
  button.hidden = false;
}

/** @param {HTMLElement} part */
function measure(part) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(part.dataset.of ?? ""));
  const token = /** @type {HTMLInputElement | null} */ (field.form?.elements.namedItem("the"));
  const meter = /** @type {HTMLMeterElement} */ (part.querySelector("meter"));
  const said = /** @type {HTMLElement} */ (part.querySelector("[role=status]"));
  let asking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function ask() {
    if (asking) return later();
    const password = field.value;
    if (!password) return tell("");
    asking = true;
    const body = new URLSearchParams({ the: token?.value ?? "", "mat-khau-moi": password });
    try {
      const answer = await fetch(part.dataset.strength ?? "", { method: "POST", body, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { score, words } = await answer.json();
      if (field.value === password) tell(words, score);
    } catch {
      tell("Chưa đo được độ mạnh lúc này; khi gửi, mật khẩu vẫn được kiểm tra.");
    } finally {
      asking = false;
    }
  }

  /** @param {string} words @param {number} [score] */
  function tell(words, score) {
    meter.hidden = score === undefined;
    meter.value = score ?? 0;
    if (said.textContent !== words) said.textContent = words; // the same words again are not read out again
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  }

  field.addEventListener("input", later);
  if (field.value) later(); // a password manager was quicker than this script
}

export {}; // a module
