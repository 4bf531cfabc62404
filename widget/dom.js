/** Builds elements. Whatever comes from outside enters as text, never as HTML. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [properties]  `on…` are listeners, the others attributes; true is an empty one,
 *   false and null none
 * @param {...(Node | string | null)} children  strings become text
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child !== null) node.append(child);
  return node;
}

/** A small drawing that says nothing to screen readers. @param {string} path  on a field of 24 by 24 */
export function drawing(path) {
  /** @param {string} tag */
  const shape = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const [svg, line] = [shape("svg"), shape("path")];
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/**
 * A button that does something; while it is `aria-disabled` it keeps its focus but does nothing.
 * @param {string} label
 * @param {() => void} action
 * @param {Record<string, any>} [properties]
 */
export function button(label, action, properties = {}) {
  const node = element("button", { type: "button", ...properties }, label);
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-disabled") !== "true") action();
  });
  return node;
}

/**
 * The address of a page of the service; null for any other, as answers lead nowhere else.
 * @param {string} address
 * @param {URL} service
 * @returns {string | null}
 */
export function ownAddress(address, service) {
  try {
    const url = new URL(address, service);
    return url.origin === service.origin ? url.href : null;
  } catch {
    return null;
  }
}
