/**
 * The widget's one script. It defines `<hoi-dap>` and `<hoi-dap-launcher>`; with `data-launcher` on its script tag it
 * puts the launcher on the page itself, with `data-launcher="frame"` one that holds the chat in a frame of its own.
 * On the page in that frame `data-hosts` names the origins of the pages around it.
 */

import { HoiDap } from "./chat.js";
import { element } from "./dom.js";
import { answerHost } from "./handshake.js";
import { Launcher } from "./launcher.js";
import { configuration } from "./place.js";

// A page may carry the script twice.
if (!customElements.get("hoi-dap")) {
  customElements.define("hoi-dap", HoiDap);
  customElements.define("hoi-dap-launcher", Launcher);
  if (configuration.launcher !== undefined) document.body.append(element("hoi-dap-launcher"));
  if (configuration.hosts !== undefined) answerHost(configuration.hosts.split(" "));
}
