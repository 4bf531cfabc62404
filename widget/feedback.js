/** Asks whether a reply was useful, and if not, why. */

import { button, element } from "./dom.js";
import { explained } from "./words.js";

/**
 * @param {(useful: boolean, reason: string | null) => Promise<void>} send
 * @param {import("./words.js").Words} words
 * @returns {HTMLElement}
 */
export function feedback(send, words) {
  const box = element("div", { class: "feedback", role: "group", "aria-label": words.rating });
  const problem = element("p", { class: "feedback-problem", role: "status" });
  const reason = element("textarea", {
    rows: "2",
    maxlength: "500",
    "aria-label": words.reason,
    placeholder: words.reasonHint,
  });

  /** @param {boolean} useful @param {string | null} why */
  async function rate(useful, why) {
    if (box.getAttribute("aria-busy") === "true") return;
    box.setAttribute("aria-busy", "true");
    problem.textContent = "";
    try {
      await send(useful, why);
      show(element("p", { class: "feedback-thanks", tabindex: "-1" }, words.thanks));
    } catch (error) {
      const { message, hint } = explained(error, words);
      problem.textContent = `${words.notRated} ${hint || message}`;
    } finally {
      box.removeAttribute("aria-busy");
    }
  }

  /** Swap what is shown; focus goes along only if it was inside. @param {...HTMLElement} nodes */
  function show(...nodes) {
    const focused = box.contains(/** @type {ShadowRoot} */ (box.getRootNode()).activeElement);
    box.replaceChildren(...nodes);
    if (focused) (box.querySelector("textarea") ?? nodes[0]).focus();
  }

  box.append(
    element("span", { "aria-hidden": "true" }, words.ratingShort),
    button(words.useful, () => rate(true, null)),
    button(words.useless, () =>
      show(reason, button(words.sendRating, () => rate(false, reason.value.trim() || null)), problem),
    ),
    problem,
  );
  return box;
}
