// One message: its source, its translation, and all that helps; nothing typed is lost.

import { Refused, post } from "./api.js";
import { _, difference, h, later, marked, say } from "./dom.js";
import * as drafts from "./drafts.js";

const CHARACTERS = [
  ["\u00a0", "no-break space"],
  ["\u2014", "em dash"],
  ["\u2013", "en dash"],
];

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Editor {
  constructor(view, message) {
    this.view = view;
    this.message = message;
    const { locale, domain } = view.data;
    this.where = { locale, domain, context: message.context, source: message.source };
    this.id = drafts.key(locale, domain, message);
    this.base = message.draft?.base ?? message.base;
    this.forms = message.draft?.forms ?? message.base.forms;
    this.trial = { findings: message.findings, printed: [], terms: [] };
    this.detail = { offers: [], placeholders: [], references: [] };
    this.judge = later(350, () => this.ask());
    this.build();
  }

  // ── the parts ─────────────────────────────────────────────────────────────────────────────────────────────────

  build() {
    const { data } = this.view;
    const { message } = this;
    this.notice = h("div.notices");
    this.source = h("p.source", { lang: data.tags[data.source] });
    this.fields = this.forms.map((text, number) => this.field(text, number));
    this.printed = h("div.printed");
    this.findings = h("div.findings", { "aria-live": "polite" });
    this.help = h("div.helps");
    this.offers = h("div.offers");
    this.inserts = h("div.inserts", { role: "group", "aria-label": _("Insert") });
    this.remark = h("textarea", { rows: 2, id: "remark" });
    this.element = h("article.editor", { "aria-label": message.place || message.source.slice(0, 60) },
      h("header", {}, h("p.place", {}, message.place), h("p.state", {}, this.view.stateWords(message))),
      this.notice,
      message.previous.length
        ? h("div.previous", {}, h("p.label", {}, _("The text was written for another source:")), h("p", { lang: data.tags[data.source] }, difference(message.previous)))
        : null,
      this.source,
      message.plural ? h("p.source", { lang: data.tags[data.source] }, message.plural) : null,
      this.fields.map(({ element }) => element),
      this.inserts,
      this.printed, this.findings, this.help, this.offers,
      message.base.comments.length || message.notes.length
        ? h("details.comments", { open: message.base.comments.length > 0 }, h("summary", {}, _("Comments")),
            message.base.comments.map((line) => h("p", {}, line)), message.notes.map((line) => h("p.quiet", {}, line)))
        : null,
      this.actions(),
    );
    this.draw();
    this.offerDraft();
  }

  field(text, number) {
    const { data } = this.view;
    const id = `form-${number}`;
    const area = h("textarea", {
      id, lang: data.tags[data.locale], spellcheck: "true", dir: "auto", rows: 3, value: text, autocapitalize: "off",
      oninput: () => this.typed(),
    });
    const label = this.forms.length > 1 ? _("Form {n}", { n: number + 1 }) : _("Translation");
    return { area, element: h("div.field", {}, h("label", { for: id }, label), area) };
  }

  actions() {
    const button = (words, action, kind = "") =>
      h(`button${kind}`, { type: "button", onclick: action }, words);
    const rows = [
      h("div.actions", {},
        button(_("Save and next"), () => this.save(false, true), ".first"),
        button(_("Save"), () => this.save(false)),
        button(_("Save as fuzzy"), () => this.save(true)),
        button(_("Copy the source"), () => this.copy()),
        button(_("Discard"), () => this.discard())),
    ];
    if (this.view.reviewing) {
      rows.push(h("div.review", {}, h("label", { for: "remark" }, _("Remark")), this.remark,
        h("div.actions", {},
          button(_("Accept"), () => this.save(false, true, this.remark.value), ".first"),
          button(_("Send back"), () => this.save(true, true, this.remark.value)),
          button(_("Add the remark"), () => this.save(this.base.fuzzy, false, this.remark.value)))));
    }
    return rows;
  }

  // ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

  draw() {
    const { data } = this.view;
    const { trial, detail } = this;
    const terms = trial.terms.map((use) => ({ words: use.source.split(" "), title: use.wanted.join("; ") }));
    this.source.replaceChildren(...marked(this.message.source, terms));
    const lines = trial.printed.filter((text, number) => text && text !== this.forms[number]);
    this.printed.replaceChildren(...lines.map((text) => h("p", {}, h("span.label", {}, _("Prints")), " ", h("span", { lang: data.tags[data.locale] }, text))));
    this.findings.replaceChildren(...(trial.findings.length ? [h("h2.label", {}, _("Findings"))] : []),
      ...trial.findings.map((one) => h(`p.finding.${one.severity}`, {}, h("b", {}, _(one.severity)), " ", one.message,
        one.hint ? h("span.hint", {}, ` ${one.hint}`) : null,
        one.fixed?.length ? h("button.small", { type: "button", onclick: () => this.put(one.fixed) }, _("Fix")) : null)));
    this.help.replaceChildren(...(trial.terms.length ? [h("p.terms", {}, h("span.label", {}, _("Terms")),
      trial.terms.map((use) => h(use.target.length ? "span.term.used" : "span.term", {}, `${use.source} — ${use.wanted.join("; ")}`)))] : []));
    this.offers.replaceChildren(...(detail.offers.length ? [h("h2.label", {}, _("Suggestions"))] : []),
      ...detail.offers.map((offer) => h("div.offer", {}, h("span.percent", {}, `${offer.percent}\u00a0%`),
        h("div", {}, h("p", { lang: data.tags[data.locale] }, offer.forms[0]),
          offer.percent < 100 ? h("p.quiet", { lang: data.tags[data.source] }, difference(offer.source)) : null,
          h("p.quiet.from", {}, offer.from)),
        h("button.small", { type: "button", onclick: () => this.put(offer.forms) }, _("Use")))));
    this.drawInserts();
    this.fit();
  }

  drawInserts() {
    const { quotes } = this.view.data;
    const written = new Set(this.detail.references.map((one) => one.written));
    const all = [
      ...this.detail.references.map(({ cited, written: text }) => [text, cited]),
      ...this.detail.placeholders.filter((text) => !written.has(text) && !/\]\(#|^\[\]\(/.test(text)).map((text) => [text, text]),
      ...CHARACTERS.map(([text, name]) => [text, _(name)]),
      [quotes, `${quotes[0].trim()}…${quotes[1].trim()}`],
    ];
    this.choices = all.map(([text]) => text);
    this.inserts.replaceChildren(...all.map(([text, name], number) =>
      h("button.small", { type: "button", title: number < 9 ? `Ctrl+M ${number + 1}` : null, onclick: () => this.insert(text) }, name)));
  }

  fit() {
    for (const { area } of this.fields) {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 4}px`;
    }
  }

  offerDraft() {
    if (!this.message.draft) return;
    if (same(this.message.draft.forms, this.message.base.forms)) return;
    this.notice.replaceChildren(h("p.notice", {}, _("This text was not saved; here it is again."), " ",
      h("button.small", { type: "button", onclick: () => this.discard() }, _("Discard"))));
  }

  // ── typing ────────────────────────────────────────────────────────────────────────────────────────────────────

  async open() {
    this.fit();
    this.ask();
    try {
      this.detail = await post("detail", this.where);
      this.draw();
    } catch (failure) {
      this.fail(failure);
    }
  }

  typed() {
    this.forms = this.fields.map(({ area }) => area.value);
    this.fit();
    if (same(this.forms, this.message.base.forms)) {
      this.message.draft = null;
      drafts.drop(this.id);
    } else {
      this.message.draft = { ...this.where, forms: this.forms, base: this.base };
      drafts.keep(this.id, this.message.draft);
    }
    this.view.redraw(this.message);
    this.judge();
  }

  async ask() {
    const forms = this.forms;
    try {
      const trial = await post("trial", { ...this.where, forms });
      if (forms === this.forms) {
        this.trial = trial;
        this.draw();
      }
    } catch (failure) {
      if (failure.status === 404) this.conflict(failure.answer);
      else this.fail(failure);
    }
  }

  // Put a text into a field as if it had been typed, so that the field's own undo takes it back.
  put(forms) {
    forms.forEach((text, number) => {
      const area = this.fields[number]?.area;
      if (!area || area.value === text) return;
      area.focus();
      area.select();
      this.type(area, text);
    });
  }

  type(area, text) {
    area.focus();
    // The only way in which a browser records a change for undo.
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    this.typed();
  }

  insert(text) {
    const area = this.fields.map((one) => one.area).find((one) => one === this.last) ?? this.fields[0].area;
    area.focus();
    if (!Array.isArray(text)) return this.type(area, text);
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
    this.type(area, `${text[0]}${chosen}${text[1]}`);
    area.setSelectionRange(area.selectionEnd - text[1].length, area.selectionEnd - text[1].length);
  }

  copy() {
    this.put(this.forms.map((_text, number) => (number && this.message.plural ? this.message.plural : this.message.source)));
  }

  get last() {
    const here = document.activeElement;
    return here?.tagName === "TEXTAREA" && this.element.contains(here) ? here : null;
  }

  async discard() {
    await drafts.drop(this.id);
    this.message.draft = null;
    this.view.reopen(this.message);
  }

  // ── saving ────────────────────────────────────────────────────────────────────────────────────────────────────

  async save(fuzzy, next = false, remark = "") {
    const forms = this.forms;
    const empty = !forms.some((text) => text);
    const work = { forms, fuzzy: fuzzy && !empty, comments: this.base.comments };
    let answer;
    try {
      answer = await post("save", { ...this.where, base: this.base, work, remark });
    } catch (failure) {
      if (failure instanceof Refused && failure.status === 409 && failure.answer.code !== "busy") return this.conflict(failure.answer);
      return this.fail(failure);
    }
    if (forms === this.forms) await drafts.drop(this.id);
    say(_(answer.merged ? "Saved; somebody else's change was merged with yours." : answer.recoded ? "Saved; the catalog is now in UTF-8." : "Saved"));
    this.view.saved(this.message, answer.message, { next, keep: forms !== this.forms });
  }

  // Somebody has changed the message: show both, and ask.
  conflict(answer) {
    if (answer.code === "gone") {
      this.notice.replaceChildren(h("p.notice", { role: "alert" }, _("The catalog no longer has this message. Your text is kept at the top of the page.")));
      this.view.refresh();
      return;
    }
    const { now } = answer;
    const { data } = this.view;
    const lang = data.tags[data.locale];
    const side = (title, forms) => h("div", {}, h("h2.label", {}, title), forms.map((text) => h("p", { lang }, text || "—")));
    this.notice.replaceChildren(h("div.notice.conflict", { role: "alert" },
      h("p", {}, _("Somebody has changed this text meanwhile. Which one is right?")),
      h("div.sides", {}, side(_("On the disk"), now.base.forms), side(_("Yours"), this.forms)),
      h("div.actions", {},
        h("button.first", { type: "button", onclick: () => this.keepMine(now) }, _("Keep mine")),
        h("button", { type: "button", onclick: () => this.takeOther(now) }, _("Take the other")))));
    this.notice.querySelector("button").focus();
  }

  keepMine(now) {
    this.base = now.base;
    return this.save(false);
  }

  async takeOther(now) {
    await drafts.drop(this.id);
    this.view.saved(this.message, now, {});
  }

  fail(failure) {
    if (failure instanceof Refused) say(failure.message, true);
  }
}

