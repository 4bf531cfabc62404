/** Be Vietnam Pro for a host that asks for it; its files come from the service, and are used where they come at once. */

const FAMILY = "Be Vietnam Pro";
/** The signs of each file, as in the service's own fonts.css. */
const RANGES = {
  vietnamese:
    "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+1EA0-1EF9,U+20AB",
  latin: "U+0000-00FF,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212",
};

let offered = false;

/**
 * Have `node` set in the font. A page's fonts are those of its document, not of a shadow root.
 * @param {HTMLElement} node
 * @param {URL} service
 */
export function useFont(node, service) {
  node.style.setProperty("--hd-font", `"${FAMILY}", system-ui, sans-serif`);
  if (offered) return;
  offered = true;
  for (const [signs, unicodeRange] of Object.entries(RANGES)) {
    for (const weight of ["400", "700"]) {
      const file = new URL(`static/pages/fonts/be-vietnam-pro-1.${signs}-${weight}.woff2`, service);
      document.fonts.add(new FontFace(FAMILY, `url("${file.href}")`, { weight, unicodeRange, display: "optional" }));
    }
  }
}
