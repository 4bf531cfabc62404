// Shows what is new without loading the page again. Without it, forms and links do the same.
const main = document.querySelector("main[data-logs]");
const LOOK = 700;
let looking = false;

function down() {
  const log = document.getElementById("log");
  log.scrollTop = log.scrollHeight;
}

/** Append what came to the chat, so that screen readers read only that; put new exchanges on top of the wire. */
function take(fresh) {
  const chat = document.getElementById("chat");
  const lines = fresh.getElementById("chat");
  const same = [...chat.children].every((line, place) => line.innerText === lines.children[place]?.innerText);
  const grew = lines.children.length > chat.children.length;
  if (!same) chat.replaceChildren(...lines.children);
  else chat.append(...[...lines.children].slice(chat.children.length));
  if (grew || !same) down();

  const wire = document.getElementById("wire");
  const known = Number(wire.firstElementChild?.dataset.number ?? 0);
  const news = [...fresh.getElementById("wire").children].filter((one) => Number(one.dataset.number) > known);
  if (news.length) {
    wire.querySelector(".empty")?.remove();
    wire.prepend(...news);
  }
}

async function look() {
  if (looking || document.hidden) return;
  looking = true;
  try {
    const response = await fetch(main.dataset.logs);
    if (response.ok) take(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    // The demo was ended; the next look tries again.
  } finally {
    looking = false;
  }
}

main.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const action = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  const body = new URLSearchParams(new FormData(form));
  const field = form.querySelector("#loi");
  if (field) field.value = "";
  const sent = fetch(action, { method: "POST", headers: { "X-Script": "1" }, body });
  setTimeout(look, 100);
  await sent.catch(() => {});
  look();
});

down();
setInterval(look, LOOK);
