/**
 * Brings what is new onto an open page: the page is fetched again now and then, while it is in sight, and of its parts
 * marked `data-live` those that changed are put in place. Lines of a log are added, so that a screen reader says only
 * what is new. Without this script, reloading does the same.
 */

const EVERY_MS = 3_000;
const LONGEST_MS = 60_000;

let wait = EVERY_MS;

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { redirect: "error", headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      wait = EVERY_MS;
    } catch {
      wait = Math.min(LONGEST_MS, 2 * wait);
    }
  }
  setTimeout(look, wait);
}

/** @param {Document} page */
function take(page) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = page.getElementById(part.id);
    if (!now) continue;
    if (part.getAttribute("role") === "log") append(part, now);
    else if (part.innerHTML !== now.innerHTML) part.replaceChildren(...now.childNodes);
  }
}

/** @param {Element} log @param {Element} now */
function append(log, now) {
  const known = new Set([...log.children].map((line) => line.id));
  const fresh = [...now.children].filter((line) => !known.has(line.id));
  log.append(...fresh);
  fresh.at(-1)?.scrollIntoView({ block: "nearest" });
}

setTimeout(look, wait);
