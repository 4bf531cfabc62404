/** The looks of the widget, carried in its script: no further request, and nothing for a host's `style-src` to allow. */

import chat from "./chat.css" with { type: "text" };
import colours from "./colours.css" with { type: "text" };
import launcher from "./launcher.css" with { type: "text" };

const LOOKS = { chat, launcher };

/**
 * Dress a shadow root.
 * @param {ShadowRoot} root
 * @param {"chat" | "launcher"} look
 * @param {string | null} theme  "light" or "dark"; else as the citizen's device prefers
 */
export function dress(root, look, theme) {
  const texts = [themed(theme), LOOKS[look]];
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    root.adoptedStyleSheets = texts.map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
  } else {
    // Safari before 16.4; our own pages allow these texts by their hashes.
    for (const text of texts) root.append(Object.assign(document.createElement("style"), { textContent: text }));
  }
}

/** @param {string | null} theme */
function themed(theme) {
  if (theme !== "light" && theme !== "dark") return colours;
  return colours.replace("(prefers-color-scheme: dark)", theme === "dark" ? "all" : "not all");
}
