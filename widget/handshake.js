/**
 * What a host's page and the chat in its frame say to each other: the host greets, the chat says that it wants to be
 * closed. Both look at who speaks, and name whom they speak to.
 */

const HELLO = "hoi-dap:hello";
const CLOSE = "hoi-dap:close";

/**
 * The host's side.
 * @param {HTMLIFrameElement} frame
 * @param {string} origin  the service's
 * @param {() => void} onclose
 */
export function greet(frame, origin, onclose) {
  frame.addEventListener("load", () => frame.contentWindow?.postMessage(HELLO, origin));
  window.addEventListener("message", (event) => {
    if (event.source === frame.contentWindow && event.origin === origin && event.data === CLOSE) onclose();
  });
}

/**
 * The frame's side: Escape asks the host to close, once it has greeted.
 * @param {string[]} origins  who may hold the chat in a frame
 */
export function answerHost(origins) {
  /** @type {string | null} */
  let host = null;
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && origins.includes(event.origin) && event.data === HELLO) host = event.origin;
  });
  window.addEventListener("keydown", (event) => {
    const inner = event.composedPath().some((node) => /** @type {Element} */ (node).localName === "dialog");
    if (event.key === "Escape" && host && !inner) window.parent.postMessage(CLOSE, host);
  });
}
