/** Keeps the progress of scans up to date. Without this the link below it does. */

const EVERY = 3000;
/** Ten minutes: a page that is left open must not keep its session alive for ever. */
const MOST = 200;
const place = /** @type {HTMLElement} */ (document.getElementById("tien-do"));

/** @param {number} looks */
async function look(looks) {
  try {
    const answered = await fetch(location.pathname, { signal: AbortSignal.timeout(10_000) });
    const page = new DOMParser().parseFromString(await answered.text(), "text/html");
    const now = page.getElementById("tien-do");
    if (now && now.innerHTML !== place.innerHTML) place.replaceChildren(...now.childNodes);
  } catch {
    // The next look may find the server again.
  }
  wait(looks + 1);
}

/** @param {number} looks */
function wait(looks) {
  if (looks < MOST && place.querySelector("li")) setTimeout(() => void look(looks), EVERY);
}

wait(0);

export {}; // a module
