/* Every text on the page whose contrast with what is painted behind it is under the AA floor. */
() => {
  const channels = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parent = (node) => node.parentElement ?? node.getRootNode().host ?? null;
  const ground = (node) => {
    for (; node; node = parent(node)) {
      const { rgb, a } = channels(getComputedStyle(node).backgroundColor);
      if (a === 1) return rgb;
      if (a !== 0) throw new Error("half transparent ground");
    }
    return [255, 255, 255];
  };
  const found = [];
  const visit = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) visit(node.shadowRoot);
      const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
      if (!own || !node.checkVisibility()) continue;
      const style = getComputedStyle(node);
      const [light, dark] = [luminance(channels(style.color).rgb), luminance(ground(node))].sort((a, b) => b - a);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
      const ratio = (light + 0.05) / (dark + 0.05);
      if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)} ${node.tagName}.${node.className} ${node.textContent}`);
    }
  };
  visit(document);
  return found;
}
