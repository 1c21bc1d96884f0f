// The documents: what each lacks in each language, and what git has not seen.

import { get, post, session } from "./api.js";
import { _, h, later, say } from "./dom.js";

const NAMES = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
const DATES = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });

export async function listView() {
  const data = await get("documents");
  const view = h("div.list", {}, h("h1", {}, data.group), nameField(), await uncommitted(data), table(data));
  return view;
}

function nameField() {
  if (session.fixed) return h("p.name", {}, session.name);
  const field = h("input", { id: "name", value: session.name, maxlength: 80, autocomplete: "name", onchange: () => {
    session.name = field.value.trim();
    localStorage.setItem("name", session.name);
  } });
  return h("p.name.line", {}, h("label", { for: "name" }, _("Your name")), field);
}

function table(data) {
  const groups = [["registry", "interface"], []];
  const documents = data.documents.filter((one) => !groups[0].includes(one.id));
  documents.sort((one, other) => (other.date + other.id).localeCompare(one.date + one.id));
  const others = data.documents.filter((one) => groups[0].includes(one.id));
  const rows = [...documents, ...others].map((one) => row(one));
  complete(rows.filter((item) => item.unknown));
  return h("ul.documents", {}, rows);
}

// In a large project a row is completed when it comes into sight.
function complete(rows) {
  const waiting = new Set();
  const ask = later(50, async () => {
    const some = [...waiting].slice(0, 30);
    for (const item of some) waiting.delete(item);
    const found = await get("documents", { ids: some.map((item) => item.unknown).join(",") }).catch(() => ({ documents: [] }));
    for (const item of some) {
      const one = found.documents.find(({ id }) => id === item.unknown);
      if (one) item.replaceChildren(...row(one).children);
    }
    if (waiting.size) ask();
  });
  const seeing = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries.filter((entry) => entry.isIntersecting)) {
      if (isIntersecting) seeing.unobserve(target);
      waiting.add(target);
    }
    if (waiting.size) ask();
  }, { rootMargin: "200px" });
  for (const item of rows) seeing.observe(item);
}

function row(one) {
  const title = { registry: _("Names"), interface: _("Words of the pages") }[one.id] ?? one.title;
  const note = one.kind === "broken" ? h("span.bad", {}, _("The source has errors")) : null;
  const date = one.date ? DATES.format(new Date(one.date)) : "";
  const facts = [date, one.number, one.id].filter(Boolean).join(" · ");
  const item = h("li", {}, h("div.about", {}, h("p.title", { lang: one.source }, title), h("p.quiet", {}, facts, note ? " · " : "", note)),
    h("ul.states", {}, Object.entries(one.states ?? {}).map(([locale, state]) => h("li", {}, language(one, locale, state, title))),
      one.date ? h("li", {}, h("a.read", { href: `#/${one.source}/${one.id}`, "aria-label": `${_("Read the source")}: ${title}` }, NAMES.of(one.source), h("span.quiet", {}, _("Source")))) : null));
  if (one.states === null) item.unknown = one.id;
  return item;
}

function language(one, locale, state, title) {
  const name = NAMES.of(locale);
  if (!state) return h("span.quiet", {}, `${name}: ${_("No catalog yet: run protocolpress update")}`);
  const { total, done, fuzzy } = state.messages;
  const left = state.words.total - state.words.done;
  const share = total ? (100 * done) / total : 100;
  const half = total ? (100 * (done + fuzzy)) / total : 100;
  const words = done === total ? _("Complete") : `${_("Messages left: {n}", { n: total - done })} · ${_("Words left: {n}", { n: left })}`;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "bar-of");
  svg.setAttribute("viewBox", "0 0 100 6");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const [kind, width] of [["whole", 100], ["half", half], ["done", share]]) {
    const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    box.setAttribute("class", kind);
    box.setAttribute("width", String(width));
    box.setAttribute("height", "6");
    svg.append(box);
  }
  return h("a", { href: `#/${locale}/${one.id}`, "aria-label": `${title}: ${name}. ${words}` }, name, svg, h("span.quiet", {}, words));
}

async function uncommitted(data) {
  const { files } = await get("uncommitted").catch(() => ({ files: null }));
  if (!files?.length) return null;
  const message = h("input", { id: "commit-message", required: true, placeholder: _("What was changed, in a few words"), "aria-label": _("What was changed, in a few words") });
  const form = h("form.commit", { onsubmit: async (event) => {
    event.preventDefault();
    try {
      const { commit } = await post("commit", { message: message.value });
      say(_("Committed: {name}", { name: commit }));
      section.remove();
    } catch (failure) {
      say(failure.message, true);
    }
  } }, message, h("button", {}, _("Commit")));
  const section = h("details.uncommitted", {}, h("summary", {}, _("Not committed: {n}", { n: files.length })),
    h("ul", {}, files.map((path) => h("li.quiet", {}, path))), data.commit ? form : null);
  return section;
}
