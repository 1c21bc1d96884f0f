/* Search without a server. The index beside the page is in small scripts that hand over their values: a page on a disk
   may load scripts, but not fetch files. A query loads the forms of its words, the places of their terms, and a piece
   of text for each result that is shown; see `search` in docs/architecture.md. Nothing is evaluated, and no markup is
   made of text. */
"use strict";

const protocolpress = (() => {
  const DIGITS = "!#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvw";
  const BASE = DIGITS.length / 2;
  const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));
  const WORD = /[\p{L}\p{N}]+(?:['’ʼ][\p{L}\p{N}]+)*/gu;
  const PREFIX = 3;  // letters of a form that decide in which file it is
  const SHOWN = 10;  // results at a time
  const AROUND = 14;  // words of a snippet on each side of the first that was found
  const FAMILY = 0.4;  // what a word of the same family counts, compared with the word itself
  const waiting = new Map(), loaded = new Map();

  /* ── files ── */

  function take(name, value) {
    if (waiting.has(name)) waiting.get(name)(value);
  }

  function load(file, name = file) {
    if (!loaded.has(file)) {
      loaded.set(file, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(name, value => resolve(value));
        script.src = "search/" + file + ".js";
        script.onerror = () => { loaded.delete(file); reject(new Error(file)); };
        document.head.append(script);
      }));
    }
    return loaded.get(file);
  }

  /* ── packed numbers ── */

  function unpacked(text) {
    const numbers = [];
    let number = 0;
    for (const digit of text) {
      const value = VALUES.get(digit);
      number = number * BASE + value % BASE;
      if (value < BASE) { numbers.push(number); number = 0; }
    }
    return numbers;
  }

  function shard(text, of) {
    let value = 0x811c9dc5;
    for (let place = 0; place < text.length; place++) value = Math.imul(value ^ text.charCodeAt(place), 0x01000193) >>> 0;
    return value % of;
  }

  /* ── words ── */

  const prepared = text => text.normalize("NFC").replace(/[\u0301\u00ad]/g, "");
  const fold = word => word.toLowerCase().replace(/ё/g, "е").replace(/[’ʼ]/g, "'");

  /* A query is groups of words: those in quotation marks, and those joined by hyphens, stand together in this order. */
  function groups(query) {
    const found = [];
    const parts = prepared(query).match(/["«“„][^"»”“]*(?:["»”“]|$)|[^\s"«“„]+/gu) || [];
    for (const part of parts) {
      const words = (part.match(WORD) || []).map(fold);
      if (words.length) found.push(words);
    }
    return found;
  }

  function terms(file, word) {
    if (!file.forms) {
      file.forms = new Map();
      let before = "", same = [];
      for (const entry of file.f ? file.f.split(" ") : []) {
        const [form, refers] = entry.split("|");
        let end = 0;
        while (VALUES.get(form[end]) >= BASE) end++;
        before = before.slice(0, unpacked(form.slice(0, end + 1))[0]) + form.slice(end + 1);
        if (refers !== undefined) same = unpacked(refers).map(number => file.t[number]);
        file.forms.set(before, same);
      }
    }
    return file.forms.get(word) || [];
  }

  async function termsOf(index, word) {
    for (const form of [word, word.slice(word.indexOf("'") + 1)]) {  // l'accord: accord
      const found = terms(await load("f" + shard(form.slice(0, PREFIX), index.f)), form);
      if (found.length) return found;
    }
    return [];
  }

  /* ── places ── */

  function places(packed) {
    const numbers = unpacked(packed), found = new Map();
    let next = 0, number = 0;
    while (next < numbers.length) {
      number += numbers[next++];
      const positions = [];
      let position = 0;
      for (let count = numbers[next++]; count > 0; count--) positions.push(position += numbers[next++]);
      found.set(number, positions);
    }
    return found;
  }

  /* For a word: by document, by position, what the word there counts. */
  async function word(index, text) {
    const found = new Map(), known = await termsOf(index, text);
    for (const term of known) {
      const file = await load("p" + shard(term, index.p)), weight = term.startsWith("~") ? FAMILY : 1;
      for (const [number, positions] of file[term] ? places(file[term]) : []) {
        if (!found.has(number)) found.set(number, new Map());
        const at = found.get(number);
        for (const position of positions) at.set(position, Math.max(weight, at.get(position) || 0));
      }
    }
    return found;
  }

  /* Of words that stand together, the places of all that do. */
  function together(words) {
    const found = new Map();
    for (const [number, first] of words[0]) {
      if (!words.every(one => one.has(number))) continue;
      const at = new Map();
      for (const [position, weight] of first) {
        const weights = words.map((one, place) => one.get(number).get(position + place) || 0);
        if (Math.min(...weights)) weights.forEach((one, place) => at.set(position + place, one));
      }
      if (at.size) found.set(number, at);
    }
    return found;
  }

  function table(index) {
    if (!index.table) {
      const numbers = unpacked(index.d);
      index.table = [];
      for (let next = 0; next < numbers.length;) {
        const [length, head, pieces] = numbers.slice(next, next += 3);
        let start = 0;
        index.table.push({length, head, starts: numbers.slice(next, next += pieces).map(one => start += one)});
      }
      index.mean = index.table.reduce((sum, one) => sum + one.length, 0) / Math.max(1, index.table.length);
    }
    return index.table;
  }

  /* Okapi BM25; a word of the title counts four times, and a document with all the words in a row half as much again. */
  function ranked(index, found) {
    const documents = table(index), ranks = [];
    const numbers = [...found[0].keys()].filter(number => found.every(one => one.has(number)));
    const row = together(found);
    for (const number of numbers) {
      const {length, head} = documents[number];
      let rank = 0;
      for (const one of found) {
        let count = 0;
        for (const [position, weight] of one.get(number)) count += position < head ? 4 * weight : weight;
        const rarity = Math.log(1 + (documents.length - one.size + 0.5) / (one.size + 0.5));
        rank += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / index.mean));
      }
      if (found.length > 1 && row.has(number)) rank *= 1.5;
      const hits = [...new Set(found.flatMap(one => [...one.get(number).keys()]))].sort((a, b) => a - b);
      ranks.push({number, rank, hits, row: row.has(number) ? [...row.get(number).keys()] : []});
    }
    return ranks.sort((a, b) => b.rank - a.rank || b.number - a.number);
  }

  async function search(query) {
    const asked = groups(query), index = await load("index");
    if (!asked.length) return null;
    const found = [], unknown = [];
    for (const words of asked) {
      const each = await Promise.all(words.map(one => word(index, one)));
      words.forEach((one, place) => { if (!each[place].size) unknown.push(one); });
      found.push(each.length > 1 ? together(each) : each[0]);
    }
    return {index, unknown, results: unknown.length ? [] : ranked(index, found)};
  }

  /* ── results ── */

  /* Write a text into an element, with marks around the words at the positions that were found. */
  function write(element, text, from, hits, start = 0, end = Infinity) {
    const marked = new Set(hits);
    let done = 0, position = from, begun = start === 0;
    for (const match of text.matchAll(WORD)) {
      if (!begun && position >= start) { begun = true; done = match.index; element.append("… "); }
      if (position > end) { element.append(text.slice(done, match.index).trimEnd() + " …"); return; }
      if (begun && marked.has(position)) {
        element.append(text.slice(done, match.index));
        const mark = document.createElement("mark");
        mark.textContent = match[0];
        element.append(mark);
        done = match.index + match[0].length;
      }
      position++;
    }
    element.append(text.slice(done));
  }

  async function shown(index, result) {
    const {head, starts} = table(index)[result.number];
    const inText = result.row.concat(result.hits).find(hit => hit >= head);
    let piece = 0;
    while (inText !== undefined && piece + 1 < starts.length && starts[piece + 1] <= inText) piece++;
    const about = await load("t" + result.number + "-" + piece, "t" + result.number + "-" + piece);
    const item = document.createElement("li"), link = document.createElement("a");
    const line = document.createElement("p"), snippet = document.createElement("p"), title = document.createElement("h2");
    item.className = "entry";
    line.className = "dateline";
    snippet.className = "entry-lead";
    line.textContent = about.d;
    write(link, about.t, 0, result.hits);
    let from = about.n, anchor = "", best = null;
    for (const [place, text] of about.p) {
      const length = (text.match(WORD) || []).length;
      if (inText !== undefined ? inText >= from && inText < from + length : length > 5) { best = {text, from}; anchor = place; break; }
      from += length + 1;
    }
    if (best) {
      const centre = inText === undefined ? best.from : inText;
      const start = Math.max(best.from, centre - AROUND);
      write(snippet, best.text, best.from, result.hits, start === best.from ? 0 : start, start + 2 * AROUND);
    }
    link.href = about.a + (anchor ? "#" + encodeURIComponent(anchor) : "");
    title.append(link);
    const text = document.createElement("div");
    text.className = "entry-text";
    text.append(line, title, snippet);
    item.append(text);
    return item;
  }

  function begin() {
    const form = document.getElementById("search"), field = form.elements.q, status = document.getElementById("found");
    const list = document.getElementById("results"), more = document.getElementById("more");
    const say = (name, value) => { status.textContent = form.dataset[name].replace(/\{\w+\}/, () => value); };
    let asked = 0, rest = [], index = null;

    async function show() {
      const now = asked, items = await Promise.all(rest.slice(0, SHOWN).map(result => shown(index, result)));
      if (now !== asked) return null;
      rest = rest.slice(SHOWN);
      list.append(...items);
      more.hidden = !rest.length;
      return items[0];
    }

    async function ask(query) {
      const now = ++asked;
      list.replaceChildren();
      more.hidden = true;
      status.textContent = "";
      try {
        const answer = await search(query);
        if (now !== asked || !answer) return;
        index = answer.index;
        rest = answer.results;
        await show();
        if (now !== asked) return;
        if (answer.results.length) say("found", answer.results.length);
        else if (answer.unknown.length) say("unknown", answer.unknown.join(", "));
        else say("none", query);
      } catch (problem) {
        if (now === asked) say("failed", problem.message);
      }
    }

    form.hidden = false;
    form.addEventListener("submit", event => {
      event.preventDefault();
      location.hash = "q=" + encodeURIComponent(field.value.trim());
      ask(field.value);
    });
    more.addEventListener("click", async () => {
      const first = await show();
      if (first) first.querySelector("a").focus();
    });
    document.addEventListener("keydown", event => {
      if (event.key === "/" && document.activeElement !== field && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        field.select();
        field.focus();
      }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const links = [field, ...list.querySelectorAll("h2 a")], place = links.indexOf(document.activeElement);
      const next = links[place + (event.key === "ArrowDown" ? 1 : -1)];
      if (place >= 0 && next) { event.preventDefault(); next.focus(); }
    });

    function asSaid() {
      const said = new URLSearchParams(location.hash.slice(1)).get("q") || new URLSearchParams(location.search).get("q");
      if (said && said !== field.value) { field.value = said; ask(said); }
    }
    addEventListener("hashchange", asSaid);
    asSaid();
    if (!field.value) field.focus();
  }

  document.addEventListener("DOMContentLoaded", begin);
  return {take, search};
})();
