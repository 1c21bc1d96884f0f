// Elements and words. Whatever comes from a file becomes text here, never markup.

const words = new Map();
for (const one of document.getElementById("words").content.querySelectorAll("[data-word]")) {
  words.set(one.dataset.word, one.textContent);
}

// Return words in the reader's language, with {names} replaced.
export function _(msgid, values = {}) {
  return (words.get(msgid) ?? msgid).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Make an element: h("p.note", {lang: "ru", onclick}, "words", child).
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const $ = (id) => document.getElementById(id);

// Show a difference of two texts, word by word.
export function difference(pieces) {
  return pieces.map(([kind, text]) => (kind === "same" ? text : h(kind === "gone" ? "del" : "ins", {}, text)));
}

// Show a text with its markup and the given words set off.
export function marked(text, terms = []) {
  const found = [];
  const take = (pattern, make) => {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (end > start && !found.some((other) => start < other.end && other.start < end)) {
        found.push({ start, end, make });
      }
    }
  };
  for (const { words: some, title } of terms) {
    const escaped = some.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^\\p{L}\\p{N}]+");
    if (escaped) take(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "gu"), (t) => h("mark", { title }, t));
  }
  take(/\{\w*\}|\[\^[^\]\s]+\]|\]\([^()\s]*\)|\]\{[^{}]*\}|\[(?=[^\]]*\][({])|\*\*?/g, (t) => h("span.code", {}, t));
  take(/\u00a0/g, (t) => h("span.nbsp", {}, t));
  found.sort((one, other) => one.start - other.start);
  const pieces = [];
  let place = 0;
  for (const { start, end, make } of found) {
    pieces.push(text.slice(place, start), make(text.slice(start, end)));
    place = end;
  }
  return [...pieces, text.slice(place)];
}

let timer = 0;
export function say(text, lasting = false) {
  $("status").textContent = text;
  clearTimeout(timer);
  if (!lasting) timer = setTimeout(() => ($("status").textContent = ""), 6000);
}

export function later(pause, action) {
  let waiting = 0;
  return (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => action(...given), pause);
  };
}
