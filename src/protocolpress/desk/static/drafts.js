// Texts that are not saved yet, in the browser's own database: they outlive the server, the page and the browser.

import { session } from "./api.js";

let opened = null;
function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("protocolpress-desk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function act(mode, action) {
  const base = await database();
  return new Promise((resolve, reject) => {
    // "strict" waits for the disk: a browser that is killed a moment later has kept the text.
    const transaction = base.transaction("drafts", mode, { durability: "strict" });
    const asked = action(transaction.objectStore("drafts"));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const key = (locale, domain, message) =>
  JSON.stringify([session.project, locale, domain, message.context, message.source]);

export const keep = (id, draft) => act("readwrite", (store) => store.put({ id, ...draft }));

export const drop = (id) => act("readwrite", (store) => store.delete(id));

// Return the drafts of a document by their keys.
export async function of(locale, domain) {
  const start = JSON.stringify([session.project, locale, domain]).slice(0, -1);
  const all = await act("readonly", (store) => store.getAll(IDBKeyRange.bound(`${start},`, `${start},\uffff`)));
  return new Map(all.map((draft) => [draft.id, draft]));
}
