// The desk: which view is open, keys, and what the server tells.

import { begin, get, listen, tab } from "./api.js";
import { $, _, h, later, say } from "./dom.js";
import { DocumentView } from "./document.js";
import { listView } from "./list.js";
import { Side } from "./page.js";
import { openSearch } from "./search.js";

let view = null;
let settings = null;
let where = { locale: "", domain: "" };

const side = new Side({
  choose: (message) => view?.choose?.(message),
  go: (locale, domain) => settings.documents.some((one) => one.id === domain) && go(locale, domain),
});
side.moved = () => subscribe();

const go = (locale, domain) => (location.hash = domain === "index" ? "#/" : `#/${locale}/${domain}`);

// ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────

let turn = 0;
async function route() {
  const own = (turn += 1);
  const [, locale = "", domain = ""] = /^#\/([\w-]+)\/(.+)$/.exec(decodeURI(location.hash)) ?? [];
  where = { locale, domain };
  view = null;
  document.body.className = domain ? "open" : "";
  try {
    settings ??= await get("documents");
    if (!domain) {
      const list = await listView();
      if (own !== turn) return;
      $("main").replaceChildren(list);
      trail();
    } else {
      const data = await get("document", { locale, domain, lang: document.documentElement.dataset.locale });
      if (own !== turn) return;
      view = new DocumentView(data, side, { settings, go });
      $("main").replaceChildren(view.element, side.element);
      trail(data);
      side.open(data, settings.editions);
      await view.start();
    }
    subscribe();
  } catch (failure) {
    if (own === turn) $("main").replaceChildren(h("p.notice", { role: "alert" }, failure.message));
    subscribe();
  }
}

function trail(data) {
  $("trail").replaceChildren(...(data ? [" / ", h("span", { lang: data.tags[data.source] }, data.title), h("span.quiet", {}, ` ${data.locale}`)] : []));
  document.title = data ? `${data.title} · ${_("Translator's desk")}` : _("Translator's desk");
}

function subscribe() {
  listen({ ...where, edition: view ? side.chosen : "" }, { building, built, changed, people, saved });
}

// ── what the server tells ───────────────────────────────────────────────────────────────────────────────────────

function building() {
  document.body.classList.add("building");
}

function built({ now, problems }) {
  document.body.classList.remove("building");
  side.built(now);
  const box = $("problems");
  const errors = problems.some((one) => one.severity === "error");
  if (errors && !box.classList.contains("wrong")) box.open = true;
  box.classList.toggle("wrong", errors);
  box.hidden = !problems.length;
  $("problems-count").textContent = problems.length;
  box.querySelector("ul").replaceChildren(...problems.map((one) =>
    h(`li.${one.severity}`, {}, h("b", {}, _(one.severity)), " ", h("code", {}, one.line ? `${one.path}:${one.line}` : one.path), ` ${one.message}`, one.hint ? h("span.hint", {}, ` ${one.hint}`) : null)));
}

const refresh = later(150, () => (view ? view.refresh() : where.domain ? null : route()));

function changed({ paths }) {
  if (paths.includes("protocolpress.toml")) settings = null;
  const here = where.domain;
  if (!here || paths.some((path) => path.includes(here) || /registry|glossary|toml/.test(path))) refresh();
}

function saved({ locale, domain, tab: other }) {
  if (locale === where.locale && domain === where.domain && other !== tab) refresh();
}

function people({ people: all }) {
  view?.told(all);
  const names = [...new Set(all.map((one) => one.name).filter(Boolean))];
  $("people").textContent = names.length > 1 ? names.join(", ") : "";
}

// ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────

const KEYS = [
  ["Ctrl+Enter", "Save and next", () => view.editor.save(false, true)],
  ["Ctrl+S", "Save", () => view.editor.save(false)],
  ["Ctrl+U", "Mark as fuzzy, or not", () => view.editor.save(!view.editor.base.fuzzy)],
  ["Ctrl+B", "Copy the source", () => view.editor.copy()],
  ["Alt+ArrowDown", "Next message", () => view.step(1)],
  ["Alt+ArrowUp", "Previous message", () => view.step(-1)],
  ["Alt+Shift+ArrowDown", "Next message that is not translated", () => view.nextOpen() || stay()],
  ["Ctrl+M", "Insert", () => (inserting = true)],
  ["Ctrl+H", "Find and replace", () => openSearch(view.data, view.text, () => view.refresh())],
  ["F1", "This list", () => help()],
];
let inserting = false;

// Only the message that is open can be left.
function stay() {
  if (view.isOpen(view.editor.message)) view.choose(view.editor.message);
  else say(_("Complete"));
}

function pressed(event) {
  const name = [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift",
    event.key.length === 1 ? event.key.toUpperCase() : event.key].filter(Boolean).join("+");
  if (inserting) {
    if (["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
    inserting = false;
    const choice = view?.editor?.choices[Number(event.key) - 1];
    if (choice !== undefined) {
      event.preventDefault();
      view.editor.insert(choice);
    }
    return;
  }
  // A letter's place on the keyboard counts where its character is not Latin.
  const byPlace = /^Key[A-Z]$/.test(event.code) ? name.replace(/[^+]+$/, event.code.slice(3)) : name;
  const known = KEYS.find(([keys]) => keys === name || keys === byPlace);
  if (!known || (known[0] !== "F1" && !view?.editor) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  known[2]();
}

function help() {
  const dialog = h("dialog", { "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    h("h2", { id: "keys-title" }, _("Keys")),
    h("dl.keys", {}, [...KEYS, ["Ctrl+Z", "Undo"]].map(([keys, words]) => [
      h("dt", {}, h("kbd", {}, keys.replace("Arrow", "").replace("Down", "↓").replace("Up", "↑") + (keys === "Ctrl+M" ? " 1…9" : ""))), h("dd", {}, _(words))])),
    h("form", { method: "dialog" }, h("button.first", {}, _("Close"))));
  document.body.append(dialog);
  dialog.showModal();
}

// ── start ───────────────────────────────────────────────────────────────────────────────────────────────────────

$("help-button").addEventListener("click", help);
$("reader").addEventListener("change", (event) => {
  localStorage.setItem("lang", event.target.value);
  location.assign(`/?lang=${event.target.value}${location.hash}`);
});
document.addEventListener("keydown", pressed);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && view && (subscribe(), view.refresh()));
window.addEventListener("hashchange", route);

const chosen = localStorage.getItem("lang");
if (chosen && chosen !== document.documentElement.dataset.locale && !new URLSearchParams(location.search).has("lang")) {
  location.replace(`/?lang=${chosen}${location.hash}`);
} else {
  await begin();
  await route();
}
