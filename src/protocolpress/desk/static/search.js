// Find and replace, with a preview; each replacement is saved as if it had been typed.

import { post } from "./api.js";
import { _, difference, h, say } from "./dom.js";

export function openSearch(data, text, done) {
  const wanted = h("input", { id: "wanted", value: text, required: true });
  const replacement = h("input", { id: "replacement" });
  const all = h("input", { id: "everywhere", type: "checkbox" });
  const results = h("div.results", { tabindex: 0, "aria-live": "polite" });
  const apply = h("button.first", { type: "button", disabled: true, onclick: () => replace() }, _("Replace the chosen ones"));
  let found = [];

  async function preview() {
    apply.disabled = true;
    try {
      const answer = await post("search", {
        locale: data.locale, domain: all.checked ? "" : data.domain, wanted: wanted.value, replacement: replacement.value,
      });
      found = answer.found.map((one) => ({ ...one, box: h("input", { type: "checkbox", checked: true }) }));
    } catch (failure) {
      return say(failure.message, true);
    }
    results.replaceChildren(...(found.length ? found.map((one) =>
      h("label.result", {}, one.box, h("span", {}, h("span.quiet", {}, one.domain), h("span", { lang: data.tags[data.locale] }, one.difference.map((form) => h("span.form", {}, difference(form)))))))
      : [h("p.quiet", {}, _("Nothing was found."))]));
    apply.disabled = !found.length;
  }

  async function replace() {
    apply.disabled = true;
    let [good, bad] = [0, 0];
    for (const one of found.filter(({ box }) => box.checked)) {
      const { domain, context, source, base, forms } = one;
      try {
        await post("save", { locale: data.locale, domain, context, source, base, work: { ...base, forms } });
        good += 1;
      } catch {
        bad += 1;
      }
    }
    const words = [_("Replaced: {n}", { n: good })];
    if (bad) words.push(_("Not replaced: {n}", { n: bad }));
    say(words.join(" · "), bad > 0);
    dialog.close();
    done();
  }

  const dialog = h("dialog.search", { "aria-labelledby": "search-title", onclose: () => dialog.remove() },
    h("form", { onsubmit: (event) => { event.preventDefault(); preview(); } },
      h("h2", { id: "search-title" }, _("Find and replace")),
      h("p.line", {}, h("label", { for: "wanted" }, _("Find")), wanted),
      h("p.line", {}, h("label", { for: "replacement" }, _("Replace with")), replacement),
      h("p", {}, all, " ", h("label", { for: "everywhere" }, _("In all documents"))),
      h("div.actions", {}, h("button", {}, _("Preview")), apply,
        h("button", { type: "button", onclick: () => dialog.close() }, _("Close")))),
    results);
  document.body.append(dialog);
  dialog.showModal();
  wanted.focus();
}
