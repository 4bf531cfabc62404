/** What the widget's modules take for given; nothing of it is served. */

/** A style sheet as text: `import text from "./x.css" with { type: "text" }`, joined in by service/pages/bundle.py. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** The chat API (README.md). */
interface Citation {
  document: string;
  title: string;
  place: string;
  quote: string;
  url: string;
  digest: boolean;
  in_force: boolean;
  highlight?: string;
}

interface Choice {
  id: string;
  title: string;
}

interface Reply {
  id: string;
  text: string;
  outcome: string;
  citations: Citation[];
  buttons: Choice[];
}

/** How the channel stands. */
interface ChannelState {
  open: boolean;
  reason: string;
  notice: string;
}

/** What a look at the events brings. */
interface News {
  state: ChannelState;
  messages: { id: number; reply: Reply }[];
  last: number;
}

interface Welcome {
  greeting: string;
  privacy: string;
  topics: { title: string; questions: string[] }[];
}

/** A message on its way: as typed, or as chosen. */
interface Sent {
  id: string;
  text?: string;
  button?: string;
}

/** A question in the history and its message; `told`: the citizen knows that it waits. */
interface Entry {
  asked: HTMLElement;
  message: Sent;
  queued?: HTMLElement;
  told?: boolean;
}

interface HTMLElementTagNameMap {
  "hoi-dap": HTMLElement;
  "hoi-dap-launcher": HTMLElement;
}
