// The page or the PDF beside the text: passage and message find each other.

import { _, h } from "./dom.js";

// The characters that typesetting adds between letters, and the spaces that it changes.
const plain = (text) => text.replace(/[\u00ad\u200b\u2060\ufeff]/g, "").replace(/\s+/g, " ").trim();

const BLOCKS = "h1,h2,h3,h4,p,li,td,th,dt,dd,figcaption,summary";

export class Side {
  constructor({ choose, go }) {
    this.choose = choose;
    this.go = go;
    this.messages = [];
    this.found = new Map(); // message → element
    this.kind = localStorage.getItem("side") ?? (matchMedia("(max-width: 60rem)").matches ? "none" : "page");
    this.frame = null;
    this.version = {}; // path → digest, as the server last told
    this.here = null;
    this.stage = h("div.stage");
    this.tabs = ["page", "pdf", "none"].map((kind) =>
      h("button", { type: "button", "data-kind": kind, onclick: () => this.turn(kind) }, _({ page: "Page", pdf: "PDF", none: "Nothing" }[kind])));
    this.edition = h("select", { id: "edition", onchange: () => this.turn("pdf") });
    this.element = h("aside.side", { "aria-label": _("Beside the text") },
      h("div.tabs", { role: "group", "aria-label": _("Beside the text") }, this.tabs,
        h("span.edition", {}, h("label.hidden", { for: "edition" }, _("Edition")), this.edition)),
      this.stage);
    this.moved = () => {};
  }

  open(data, editions) {
    this.data = data;
    this.messages = data.messages;
    this.here = null;
    this.version = {};
    const fitting = editions.filter((one) => one.split("-").includes(data.locale));
    this.edition.replaceChildren(...fitting.map((one) => h("option", { value: one }, one)));
    this.show();
  }

  turn(kind) {
    this.kind = kind;
    localStorage.setItem("side", kind);
    this.show();
    this.moved();
  }

  get chosen() {
    return this.kind === "pdf" ? this.edition.value : "";
  }

  path() {
    const host = this.data.host;
    return this.kind === "pdf" ? `pdf/${this.edition.value}/${host}.pdf` : `site/${this.data.locale}/${host}.html`;
  }

  show() {
    for (const one of this.tabs) one.setAttribute("aria-pressed", String(one.dataset.kind === this.kind));
    document.body.classList.toggle("alone", this.kind === "none");
    document.body.dataset.side = this.kind;
    this.edition.disabled = this.kind !== "pdf";
    this.stage.replaceChildren();
    this.frame = null;
    this.found = new Map();
    if (this.kind !== "none" && this.data.host) {
      this.stage.append(h("p.notice", {}, _("The page is being made…")));
      if (this.version[this.path()]) this.load();
    }
  }

  // Take new versions of what is shown.
  built(now) {
    const path = this.data && this.kind !== "none" ? this.path() : "";
    const old = this.version[path];
    Object.assign(this.version, now);
    if (now[path] && (now[path] !== old || !this.frame)) this.load();
  }

  load() {
    const path = this.path();
    const version = this.version[path].slice(0, 12);
    const address = path.replace(/^site/, "/preview").replace(/^pdf/, "/pdf");
    if (this.kind === "pdf") this.pdf(address, version);
    else this.page(address, version);
  }

  pdf(address, version) {
    const place = this.here?.anchor ? `#navpanes=0&nameddest=${encodeURIComponent(this.here.anchor)}` : "#navpanes=0&view=FitH";
    const frame = h("iframe.pdf", { title: "PDF", src: `${address}?v=${version}${place}` });
    this.stage.replaceChildren(frame);
    this.frame = frame;
  }

  page(address, version) {
    // The new page is loaded behind the old one, which stays until then, and takes its place on the screen.
    const frame = h("iframe.page.coming", { title: _("Page"), sandbox: "allow-same-origin", src: `${address}?v=${version}` });
    frame.addEventListener("load", () => {
      const old = this.frame;
      const top = old?.contentDocument?.scrollingElement?.scrollTop ?? 0;
      this.frame = frame;
      frame.classList.remove("coming");
      // A newer one may be coming already.
      while (this.stage.firstElementChild !== frame) this.stage.firstElementChild.remove();
      this.prepare(frame.contentDocument);
      frame.contentDocument.scrollingElement.scrollTop = top;
      this.mark(!old);
    }, { once: true });
    this.stage.append(frame);
  }

  prepare(page) {
    const byText = new Map();
    for (const element of page.querySelectorAll(BLOCKS)) {
      const copy = element.cloneNode(true);
      for (const number of copy.querySelectorAll(".number")) number.remove();
      const text = plain(copy.textContent);
      if (text) byText.set(text, [...(byText.get(text) ?? []), element]);
    }
    this.found = new Map();
    this.of = new Map();
    for (const message of this.messages) {
      const text = plain(message.printed);
      let element = message.anchor ? page.getElementById(message.anchor) : byText.get(text)?.shift();
      if (!element && text.length > 12) {
        for (const [words, elements] of byText) if (words.includes(text)) element = element ?? elements[0];
      }
      if (element) {
        this.found.set(message, element);
        if (!this.of.has(element)) this.of.set(element, message);
        element.style.cursor = "pointer";
      }
    }
    page.addEventListener("click", (event) => this.clicked(event));
  }

  clicked(event) {
    const link = event.target.closest?.("a[href]");
    if (link) {
      const address = new URL(link.href);
      const page = /^\/preview\/(\w+)\/(.+)\.html$/.exec(address.pathname);
      const same = address.pathname === this.frame.contentWindow.location.pathname;
      if (!same || address.origin !== location.origin) event.preventDefault();
      if (!same && page && address.origin === location.origin) this.go(page[1], decodeURIComponent(page[2]));
      if (same) return;
    }
    for (let element = event.target; element; element = element.parentElement) {
      if (this.of.has(element)) return this.choose(this.of.get(element));
    }
  }

  // Show where a message stands.
  point(message) {
    this.here = message;
    if (this.kind === "pdf" && this.frame && message?.anchor) this.load();
    else this.mark(true);
  }

  mark(scroll) {
    for (const element of this.found.values()) element.style.removeProperty("box-shadow");
    const element = this.kind === "page" ? this.found.get(this.here) : null;
    if (!element) return;
    // A line in the margin: the nearer shadow, in the colour of the paper, keeps it off the text.
    const paper = getComputedStyle(element.ownerDocument.documentElement).backgroundColor;
    element.style.setProperty("box-shadow", `-0.45rem 0 0 ${paper}, -0.65rem 0 0 currentColor`);
    const { top, bottom } = element.getBoundingClientRect();
    const height = this.frame.clientHeight;
    if (scroll && (top < 40 || bottom > height - 40)) element.scrollIntoView({ block: "center" });
  }
}
