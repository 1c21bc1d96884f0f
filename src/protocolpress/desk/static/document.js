// A document: the list of its messages, the open one, and the page beside it.

import { get, post, tab } from "./api.js";
import { $, _, difference, h, later, marked, say } from "./dom.js";
import * as drafts from "./drafts.js";
import { Editor } from "./editor.js";
import { openSearch } from "./search.js";

const FILTERS = ["All", "Missing", "Fuzzy", "Translated", "With findings", "Not saved", "Changed"];
const SIGNS = { done: "●", fuzzy: "◐", missing: "○" };

export class DocumentView {
  constructor(data, side, { settings, go }) {
    this.data = data;
    this.side = side;
    this.settings = settings;
    this.go = go;
    this.editor = null;
    this.filter = "All";
    this.text = "";
    this.reviewing = localStorage.getItem("reviewing") === "yes";
    this.changes = null;
    this.people = [];
    this.lost = [];
    this.list = h("ol.messages");
    this.left = h("p.left.quiet");
    this.orphans = h("div.orphans");
    this.element = h("div.work", {}, this.head(), this.orphans, data.text === undefined ? this.list : this.reading());
  }

  async start() {
    await this.attach();
    this.fill();
    if (this.data.messages.length) this.choose(this.data.messages.find((one) => one.draft) ?? this.firstOpen() ?? this.data.messages[0], { focus: false });
  }

  async attach() {
    const { locale, domain, messages } = this.data;
    const kept = await drafts.of(locale, domain);
    for (const message of messages) {
      const id = drafts.key(locale, domain, message);
      const typing = message === this.editor?.message ? message.draft : null; // perhaps not in the database yet
      message.draft = typing ?? kept.get(id) ?? null;
      kept.delete(id);
    }
    this.lost = [...kept.values()];
  }

  firstOpen() {
    return this.data.messages.find((one) => one.state !== "done");
  }

  // ── the head ──────────────────────────────────────────────────────────────────────────────────────────────────

  head() {
    if (this.data.text !== undefined) return h("header.head", {}, h("h1", {}, this.data.title), h("p.quiet", {}, this.data.path));
    const filter = h("select", { id: "filter", onchange: (event) => { this.filter = event.target.value; this.fill(); } },
      FILTERS.map((one) => h("option", { value: one }, _(one))));
    const text = h("input", { id: "text", type: "search", oninput: later(200, (event) => { this.text = text.value; this.fill(); }) });
    this.filterField = filter;
    this.since = h("input", { id: "since", placeholder: "HEAD", "aria-label": _("A day or a revision of git"), size: 10 });
    const review = h("button", { type: "button", "aria-pressed": String(this.reviewing), onclick: () => this.review(review) }, _("Review"));
    this.reviewTools = h("form.since", { hidden: !this.reviewing, onsubmit: (event) => { event.preventDefault(); this.compare(); } },
      h("label", { for: "since" }, _("Changes since")), this.since, h("button", {}, _("Show")));
    return h("header.head", {}, h("h1", { lang: this.data.tags[this.data.source] }, this.data.title),
      h("div.filters", {}, h("label", { for: "filter" }, _("Show")), filter, h("label", { for: "text" }, _("Find")), text,
        h("button", { type: "button", onclick: () => this.replace() }, _("Find and replace")), review, this.left),
      this.reviewTools);
  }

  review(button) {
    this.reviewing = !this.reviewing;
    localStorage.setItem("reviewing", this.reviewing ? "yes" : "no");
    button.setAttribute("aria-pressed", String(this.reviewing));
    this.reviewTools.hidden = !this.reviewing;
    if (this.editor) this.reopen(this.editor.message);
  }

  async compare() {
    const { locale, domain } = this.data;
    try {
      const found = await get("changes", { locale, domain, revision: this.since.value || "HEAD" });
      const key = (one) => JSON.stringify([one.context, one.source]);
      this.changes = new Map(found.changes.map((one) => [key(one), one]));
      for (const message of this.data.messages) message.changed = this.changes.get(key(message)) ?? null;
      this.filterField.value = this.filter = "Changed";
      this.fill();
    } catch (failure) {
      say(failure.message, true);
    }
  }

  replace() {
    openSearch(this.data, this.text, () => this.refresh());
  }

  reading() {
    return h("pre.text", { tabindex: 0, lang: this.data.tags[this.data.locale], "aria-label": this.data.path }, this.data.text);
  }

  // ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────

  fits(message) {
    const kinds = {
      All: true, Missing: message.state === "missing", Fuzzy: message.state === "fuzzy", Translated: message.state === "done",
      "With findings": message.findings.length > 0, "Not saved": Boolean(message.draft), Changed: Boolean(message.changed),
    };
    if (!kinds[this.filter]) return false;
    const text = this.text.toLocaleLowerCase();
    return !text || [message.source, message.place, ...message.base.forms].some((one) => one.toLocaleLowerCase().includes(text));
  }

  fill() {
    const chosen = this.editor?.message;
    const before = this.rows ?? new Map();
    this.rows = new Map();
    for (const message of this.data.messages.filter((one) => one === chosen || this.fits(one))) {
      this.rows.set(message, before.get(message) ?? h("li", {}));
      if (message !== chosen) this.drawRow(message);
      else if (!this.rows.get(message).contains(this.editor.element)) this.rows.get(message).replaceChildren(this.editor.element);
    }
    this.arrange([...this.rows.values()], this.rows.get(chosen));
    this.count();
    this.drawLost();
  }

  // Put the items in order without moving the one that is being edited: a field that is moved loses what is typed next.
  arrange(items, fixed) {
    const place = fixed && this.list.contains(fixed) ? items.indexOf(fixed) : -1;
    for (const item of [...this.list.children]) if (item !== fixed || place < 0) item.remove();
    if (place < 0) this.list.append(...(items.length ? items : [h("li.none.quiet", {}, _("Nothing was found."))]));
    else {
      fixed.before(...items.slice(0, place));
      fixed.after(...items.slice(place + 1));
    }
  }

  stateWords(message) {
    const words = { done: _("Translated").toLocaleLowerCase(), fuzzy: _("to be checked"), missing: _("not translated") }[message.state];
    const notes = [words];
    if (message.findings.length) notes.push(_("Findings: {n}", { n: message.findings.length }).toLocaleLowerCase());
    if (message.draft) notes.push(_("Not saved").toLocaleLowerCase());
    for (const one of this.people.filter((each) => each.tab !== tab && each.message === this.mark(message))) {
      notes.push(_("{name} is here", { name: one.name || _("Somebody") }));
    }
    return notes.join(" · ");
  }

  mark(message) {
    return `${this.data.locale}/${this.data.messages.indexOf(message)}/${this.data.domain}`.slice(0, 80);
  }

  drawRow(message) {
    const { data } = this;
    const item = this.rows.get(message);
    if (!item) return;
    const words = this.stateWords(message);
    const changed = message.changed && this.filter === "Changed";
    const forms = message.draft?.forms ?? message.base.forms;
    const target = changed ? message.changed.difference.map((one) => difference(one)) : marked(forms.filter(Boolean).join(" / "));
    const classes = [message.findings.some((one) => one.severity === "error") ? ".wrong" : "", message.draft ? ".draft" : ""].join("");
    item.replaceChildren(h(`button.row.${message.state}${classes}`, { type: "button", onclick: () => this.choose(message) },
      h("span.sign", { "aria-hidden": "true" }, SIGNS[message.state]),
      h("span.meta", {}, h("span.place", {}, message.place), h("span.state", {}, words)),
      h("span.text", { lang: data.tags[data.source] }, marked(message.source)),
      h("span.text.target", { lang: data.tags[data.locale] }, target)));
  }

  count() {
    if (this.data.text !== undefined) return;
    const open = this.data.messages.filter((one) => one.state !== "done");
    const n = open.reduce((sum, one) => sum + one.words, 0);
    this.left.textContent = open.length ? `${_("Messages left: {n}", { n: open.length })} · ${_("Words left: {n}", { n })}` : _("Complete");
  }

  drawLost() {
    this.orphans.replaceChildren(...(this.lost.length ? [h("section.notice", {}, h("h2.label", {}, _("Texts whose messages are gone")),
      this.lost.map((draft) => h("div", {}, h("p.quiet", {}, draft.source), draft.forms.map((text) => h("p", {}, text)),
        h("button.small", { type: "button", onclick: async () => { await drafts.drop(draft.id); await this.attach(); this.drawLost(); } }, _("Discard")))))] : []));
  }

  redraw(message) {
    if (this.editor?.message === message) this.editor.element.querySelector("header .state").textContent = this.stateWords(message);
    else this.drawRow(message);
  }

  // ── choosing ──────────────────────────────────────────────────────────────────────────────────────────────────

  choose(message, { focus = true } = {}) {
    const before = this.editor?.message;
    if (before === message) return this.editor.fields[0].area.focus();
    this.editor = null;
    if (before) this.fits(before) || before === message ? this.drawRow(before) : this.rows.get(before)?.remove();
    if (!this.rows.has(message)) {
      this.filterField.value = this.filter = "All";
      this.text = $("text").value = "";
      this.fill();
    }
    this.reopen(message, focus);
    this.side.point(message);
    post("here", { message: this.mark(message) }).catch(() => {});
  }

  reopen(message, focus = true) {
    this.editor = new Editor(this, message);
    this.rows.get(message).replaceChildren(this.editor.element);
    this.editor.open();
    if (focus) this.editor.fields[0].area.focus({ preventScroll: true });
    if (focus || message !== this.data.messages[0]) this.editor.element.scrollIntoView({ block: "nearest" });
  }

  step(direction) {
    const shown = this.data.messages.filter((one) => this.rows.has(one));
    const next = shown[shown.indexOf(this.editor?.message) + direction];
    if (next) this.choose(next);
    return Boolean(next);
  }

  isOpen(message) {
    return message.state !== "done" || Boolean(message.draft);
  }

  // Go to the next message that is not translated, from the end of the list to its beginning.
  nextOpen() {
    const shown = this.data.messages.filter((one) => this.rows.has(one));
    const place = Math.max(0, shown.indexOf(this.editor?.message));
    const next = [...shown.slice(place + 1), ...shown.slice(0, place)].find((one) => this.isOpen(one));
    if (next) this.choose(next);
    return Boolean(next);
  }

  // ── changes ───────────────────────────────────────────────────────────────────────────────────────────────────

  saved(message, fresh, { next = false, keep = false }) {
    Object.assign(message, fresh);
    if (keep) {
      this.editor.base = fresh.base; // more was typed meanwhile
      this.editor.typed();
    } else {
      message.draft = null;
    }
    this.count();
    if (keep) return;
    if (next) {
      const moved = this.reviewing ? this.step(1) : this.nextOpen();
      if (!moved) this.reopen(message);
    } else {
      this.reopen(message);
    }
    this.refreshSoon();
  }

  refreshSoon = later(500, () => this.refresh());

  // Read the document again; what is being typed stays.
  async refresh() {
    const { locale, domain } = this.data;
    const fresh = await get("document", { locale, domain, lang: document.documentElement.dataset.locale }).catch(() => null);
    if (!fresh || this.data.locale !== locale || this.data.domain !== domain) return;
    if (fresh.text !== undefined) {
      this.data = fresh;
      this.element.querySelector("pre").textContent = fresh.text;
      return;
    }
    const key = (one) => JSON.stringify([one.context, one.source]);
    const old = new Map(this.data.messages.map((one) => [key(one), one]));
    const opened = this.editor?.message;
    fresh.messages = fresh.messages.map((one) => {
      const known = old.get(key(one));
      return known ? Object.assign(known, one) : one;
    });
    this.data = fresh;
    await this.attach();
    if (this.changes) for (const one of fresh.messages) one.changed = this.changes.get(key(one)) ?? null;
    this.side.messages = fresh.messages;
    const gone = opened && !fresh.messages.includes(opened);
    if (gone) this.editor = null;
    this.fill();
    if (gone && fresh.messages.length) this.choose(this.firstOpen() ?? fresh.messages[0], { focus: false });
    else if (opened && !opened.draft && JSON.stringify(this.editor.base) !== JSON.stringify(opened.base)) {
      const here = this.editor.element.contains(document.activeElement);
      this.reopen(opened, here);
    }
  }

  told(people) {
    this.people = people;
    const [own, here] = [people.find((one) => one.tab === tab), this.editor && this.mark(this.editor.message)];
    if (own && here && own.message !== here) post("here", { message: here }).catch(() => {}); // it was said before we were heard
    for (const message of this.rows?.keys() ?? []) this.redraw(message);
  }
}

