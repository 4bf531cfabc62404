/** Asks whether a reply was useful, and if not, why. */

import { button, element } from "./dom.js";

/**
 * @param {(useful: boolean, reason: string | null) => Promise<void>} send
 * @returns {HTMLElement}
 */
export function feedback(send) {
  const question = "Câu trả lời này có hữu ích không?";
  const box = element("div", { class: "feedback", role: "group", "aria-label": question });
  const problem = element("p", { class: "feedback-problem", role: "status" });
  const reason = element("textarea", { rows: "2", maxlength: "500", "aria-label": "Lý do (không bắt buộc)" });
  reason.placeholder = "Vì sao? (không bắt buộc)";

  async function rate(useful, why) {
    if (box.getAttribute("aria-busy") === "true") return;
    box.setAttribute("aria-busy", "true");
    problem.textContent = "";
    try {
      await send(useful, why);
      show(element("p", { class: "feedback-thanks", tabindex: "-1" }, "Cảm ơn anh/chị đã góp ý."));
    } catch (error) {
      problem.textContent = `Chưa gửi được góp ý. ${error.hint || error.message}`;
    } finally {
      box.removeAttribute("aria-busy");
    }
  }

  /** Swap what is shown; focus goes along only if it was inside. */
  function show(...nodes) {
    const focused = box.contains(box.getRootNode().activeElement);
    box.replaceChildren(...nodes);
    if (focused) (box.querySelector("textarea") ?? nodes[0]).focus();
  }

  box.append(
    element("span", { "aria-hidden": "true" }, "Có hữu ích không?"),
    button("Hữu ích", () => rate(true, null)),
    button("Chưa hữu ích", () =>
      show(reason, button("Gửi góp ý", () => rate(false, reason.value.trim() || null)), problem),
    ),
    problem,
  );
  return box;
}
