// The server: questions, changes, events.

import { _, say } from "./dom.js";

export const session = { csrf: "", name: "", project: "", fixed: false };
export const tab = crypto.randomUUID();

export class Refused extends Error {
  constructor(status, answer) {
    super(answer.message ?? (answer.problems ?? []).map((one) => `${one.path}:${one.line}: ${one.message}`).join("; "));
    Object.assign(this, { status, answer });
  }
}

let silent = false;
export function answering(does) {
  if (silent === !does) return;
  silent = !does;
  if (silent) say(_("The desk does not answer. What you type is kept in this browser."), true);
  else say(_("The desk answers again."));
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch (failure) {
    answering(false);
    throw failure;
  }
  answering(true);
  const text = await response.text();
  let answer = { message: text };
  if (response.headers.get("content-type")?.startsWith("application/json")) answer = JSON.parse(text);
  if (response.ok) return answer;
  if (response.status === 401) await begin(true);
  throw new Refused(response.status, answer);
}

// Begin a session: the page itself gives the cookie where no token is needed.
export async function begin(again = false) {
  if (again) {
    const page = await fetch("/", { credentials: "same-origin" });
    if ((await page.text()).includes('action="/login"')) return location.reload();
  }
  const found = await (await fetch("/api/session", { credentials: "same-origin" })).json();
  session.csrf = found.csrf;
  session.project = found.project;
  session.fixed = Boolean(found.name);
  session.name = found.name || localStorage.getItem("name") || "";
}

export const get = (path, values = {}) => ask(`/api/${path}?${new URLSearchParams(values)}`);

export async function post(path, value) {
  const send = () =>
    ask(`/api/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-desk-token": session.csrf },
      body: JSON.stringify({ name: session.name, tab, ...value }),
    });
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send();
    } catch (failure) {
      if (attempt === 60 || ![401, 429].includes(failure.status)) throw failure;
      if (failure.status === 429) await new Promise((resolve) => setTimeout(resolve, 500)); // 401: a new session has begun
    }
  }
}

let stream = null;
let asked = "";

// Listen to what happens to a document; the stream is closed while nobody looks, since a browser opens few of them.
export function listen(values, handlers) {
  const address = `/events?${new URLSearchParams({ ...values, name: session.name, tab })}`;
  if (stream && asked === address && stream.readyState !== EventSource.CLOSED) return;
  stream?.close();
  asked = address;
  const open = () => {
    const own = (stream = new EventSource(address));
    own.addEventListener("open", () => answering(true));
    own.addEventListener("error", () => {
      answering(false);
      if (own.readyState === EventSource.CLOSED && stream === own) {
        setTimeout(() => stream === own && begin(true).then(open, open), 1500);
      }
    });
    for (const [kind, handle] of Object.entries(handlers)) {
      own.addEventListener(kind, (event) => handle(JSON.parse(event.data)));
    }
  };
  open();
}
