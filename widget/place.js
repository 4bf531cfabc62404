/** Where the widget comes from, and how the script tag and the element's attributes set it up. */

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);

/** The `data-*` of the script tag. */
export const configuration = /** @type {Record<string, string | undefined>} */ ({ ...script?.dataset });

/** The service: whence the script came. */
const service = new URL("/", script?.src || document.baseURI);

/**
 * A setting: the element's attribute, else the script tag's `data-…`.
 * @param {Element} node
 * @param {string} name  server, site, lang, theme, font, launcher, side
 * @returns {string | null}
 */
export function setting(node, name) {
  return node.getAttribute(name) ?? configuration[name] ?? null;
}

/** The address of the service that `node` talks to. @param {Element} node */
export function serviceOf(node) {
  return new URL(setting(node, "server") ?? service, document.baseURI);
}
