/**
 * Hands files in one after the other, each with its progress, by drag and drop or the file chooser.
 * Without this the form sends all of them at once and the next page tells the same.
 */

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.upload"));
const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
const token = /** @type {HTMLInputElement} */ (form.querySelector("input[name=the]"));
const drop = /** @type {HTMLElement} */ (form.querySelector(".drop"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const list = /** @type {HTMLElement} */ (document.querySelector(".results"));
const heading = /** @type {HTMLElement} */ (document.getElementById("ket-qua"));
const largest = Number(form.dataset.largest);

/** @type {File[]} */
const waiting = [];
let busy = false;

/**
 * A line of the list that tells of one file.
 * @param {string} name
 * @returns {{line: HTMLElement, said: HTMLElement, bar: HTMLProgressElement}}
 */
function lineOf(name) {
  const line = document.createElement("li");
  line.className = "result";
  const title = document.createElement("strong");
  title.textContent = name;
  const said = document.createElement("label");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  said.append("Đang chờ gửi", bar);
  line.append(title, said);
  list.append(line);
  heading.classList.remove("unseen");
  return { line, said, bar };
}

/**
 * @param {HTMLElement} line
 * @param {string} name
 * @param {string} trouble
 */
function refuse(line, name, trouble) {
  const title = document.createElement("strong");
  title.textContent = name;
  const said = document.createElement("span");
  said.className = "wrong";
  said.textContent = `Không nhận được: ${trouble}`;
  line.className = "result failed";
  line.replaceChildren(title, said);
}

/**
 * What the server's page says of the one file that was sent.
 * @param {HTMLElement} line
 * @param {string} name
 * @param {string} page
 */
function tell(line, name, page) {
  const answered = new DOMParser().parseFromString(page, "text/html");
  const result = answered.querySelector(".results li");
  if (result) {
    line.replaceWith(document.adoptNode(result));
    return;
  }
  const wrong = answered.querySelector("main .wrong");
  const hint = wrong?.nextElementSibling;
  const more = hint instanceof HTMLParagraphElement && !hint.className ? ` ${hint.textContent}` : "";
  refuse(line, name, wrong ? `${wrong.textContent}${more}` : "phiên làm việc đã hết. Mời anh/chị đăng nhập lại.");
}

/**
 * @param {File} file
 * @returns {Promise<void>}
 */
function send(file) {
  const { line, said, bar } = lineOf(file.name);
  if (file.size > largest) {
    const limit = Math.round(largest / 1024 / 1024);
    refuse(line, file.name, `tệp lớn hơn ${limit} MB. Mời anh/chị quét ở độ phân giải thấp hơn hoặc chia thành nhiều tệp.`);
    return Promise.resolve();
  }
  const body = new FormData();
  body.append("the", token.value); // before the file: the server looks at it first
  body.append("tep", file, file.name);
  return new Promise((done) => {
    const request = new XMLHttpRequest(); // fetch tells of no progress
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      said.firstChild?.replaceWith(event.loaded < event.total ? "Đang gửi" : "Đã gửi, máy chủ đang đọc");
      if (event.loaded === event.total) bar.removeAttribute("value");
    });
    request.addEventListener("load", () => tell(line, file.name, request.responseText));
    request.addEventListener("error", () => refuse(line, file.name, "mất kết nối. Mời anh/chị gửi lại tệp này."));
    request.addEventListener("loadend", () => done());
    request.send(body);
  });
}

/** @param {Iterable<File>} files */
async function take(files) {
  waiting.push(...files);
  if (busy) return;
  busy = true;
  for (let file = waiting.shift(); file; file = waiting.shift()) await send(file);
  busy = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const files = [...(input.files ?? [])];
  form.reset();
  void take(files);
});

for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  void take([...(event.dataTransfer?.files ?? [])]);
});

// A page that is left while files are on their way loses those that have not gone.
addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});

button.textContent = "Tải lên các tệp đã chọn";

export {}; // a module
