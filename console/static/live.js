/**
 * Brings what is new onto an open page: the page is fetched again now and then, while it is in sight, and of its parts
 * marked `data-live` those that changed are put in place. Lines of a log are added, so that a screen reader says only
 * what is new. Without this script, reloading does the same.
 *
 * Such looks keep no session alive: once it has ended, the page says so and stands still.
 */

const EVERY_MS = 3_000;
const LONGEST_MS = 60_000;

let wait = EVERY_MS;

async function look() {
  if (!document.hidden) {
    try {
      const headers = { Accept: "text/html", "Tu-Dong": "1" };
      const answer = await fetch(location.href, { redirect: "manual", headers });
      if (answer.type === "opaqueredirect") return tellTheEnd();
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

function tellTheEnd() {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "alert");
  const way = document.createElement("a");
  way.href = "/quan-tri/dang-nhap";
  way.textContent = "Mời anh/chị đăng nhập lại";
  notice.append("Phiên làm việc đã hết, trang này không còn tự cập nhật. Anh/chị chép lại lời đang gõ dở trước khi rời trang. ", way, ".");
  document.querySelector("main")?.prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}

setTimeout(look, wait);
