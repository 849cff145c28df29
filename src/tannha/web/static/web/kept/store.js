// Keeps what was typed on this device while the network is away, and sends it once when it is back.
//
// Every record is sealed with AES-GCM. Its key is derived (HKDF) from a random key of this browser that no script can
// read out, and from a word that only pages of the signed-in person carry: nobody else can open it, and after signing
// out, when the browser's key is deleted, nobody at all. A record is gone after 24 hours. Needs a secure context;
// without one nothing is kept and forms are sent as ever.

const NAME = "tannha-kept";
const LASTS = 24 * 3600 * 1000;
const word = () => document.body.dataset.keep ?? "";
const bytes = (text) => new TextEncoder().encode(text);

export const canKeep = () => Boolean(word() && globalThis.crypto?.subtle && globalThis.indexedDB);

let opened = null;
function database() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("base");
      asked.result.createObjectStore("kept", { keyPath: "id" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opened;
}

async function within(store, mode, work) {
  const transaction = (await database()).transaction(store, mode);
  const asked = work(transaction.objectStore(store));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(asked?.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

async function browserKey() {
  const fresh = await crypto.subtle.importKey(
    "raw", crypto.getRandomValues(new Uint8Array(32)), "HKDF", false, ["deriveKey"],
  );
  const store = (await database()).transaction("base", "readwrite").objectStore("base");
  return new Promise((done, failed) => {
    const asked = store.get("base");
    asked.onsuccess = () => {
      if (asked.result) done(asked.result);
      else store.put(fresh, "base").onsuccess = () => done(fresh);
    };
    asked.onerror = () => failed(asked.error);
  });
}

async function personKey() {
  const how = { name: "HKDF", hash: "SHA-256", salt: bytes(word()), info: bytes("tannha kept 1") };
  return crypto.subtle.deriveKey(how, await browserKey(), { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// A name under which a draft is found again and that tells nothing.
export async function nameOf(text) {
  const digest = await crypto.subtle.digest("SHA-256", bytes(`${word()} ${text}`));
  return Array.from(new Uint8Array(digest).slice(0, 16), (one) => one.toString(16).padStart(2, "0")).join("");
}

const owner = () => nameOf("owner");

// state: draft (typed, not yet sent), waiting (to be sent), stopped (the ward answered that it cannot be saved).
export async function keep(id, data, { state, at = Date.now() }) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = bytes(JSON.stringify(data));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(id) }, await personKey(), plain);
  const record = { id, owner: await owner(), state, at, until: at + LASTS, iv, sealed };
  await within("kept", "readwrite", (store) => store.put(record));
  return record;
}

export const drop = (id) => within("kept", "readwrite", (store) => store.delete(id));

async function unsealed(record) {
  const how = { name: "AES-GCM", iv: record.iv, additionalData: bytes(record.id) };
  const plain = await crypto.subtle.decrypt(how, await personKey(), record.sealed);
  return { ...record, data: JSON.parse(new TextDecoder().decode(plain)) };
}

export async function find(id) {
  const record = await within("kept", "readonly", (store) => store.get(id));
  if (!record || record.until < Date.now() || record.owner !== await owner()) return null;
  return unsealed(record).catch(() => null);
}

// One's own records of a state, oldest first; what is over 24 hours old is deleted on the way, whoever it belongs to.
export async function list(state) {
  const all = await within("kept", "readonly", (store) => store.getAll());
  const mine = await owner();
  const found = [];
  for (const record of all.sort((one, other) => one.at - other.at)) {
    if (record.until < Date.now()) await drop(record.id);
    else if (record.state === state && record.owner === mine) {
      const one = await unsealed(record).catch(() => null);
      if (one) found.push(one);
    }
  }
  return found;
}

// Deletes everything with the browser's own key; what was sealed can never be opened again.
export async function forget() {
  if (!globalThis.indexedDB) return;
  await within("kept", "readwrite", (store) => store.clear());
  await within("base", "readwrite", (store) => store.clear());
}

// Sends one kept form: {saved, next}, {stopped, said}, or {away: "network" | "locked" | "sign-in"}.
export async function send(record, { background = false } = {}) {
  const body = new URLSearchParams(record.data.fields);
  const token = document.querySelector('input[name="csrfmiddlewaretoken"]');
  if (token) body.set("csrfmiddlewaretoken", token.value);
  body.set("age", String(Math.max(0, Math.floor((Date.now() - record.at) / 1000))));
  const headers = { "X-Kept": "1", ...(background ? { "X-Background": "1" } : {}) };
  let answer;
  try {
    answer = await fetch(record.data.url, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual" });
  } catch {
    return { away: "network" };
  }
  if (answer.status === 423) return { away: "locked" };
  if (answer.type === "opaqueredirect" || answer.status === 403) return { away: "sign-in" };
  const told = await answer.json().catch(() => null);
  if (answer.ok && told?.saved) {
    await drop(record.id);
    if (record.data.draft) await drop(record.data.draft);
    tell(record.id);
    return { saved: true, next: told.next };
  }
  if ((answer.status === 409 || answer.status === 422) && told) return { stopped: answer.status, said: told.said };
  return { away: "network" };
}

// Every tab hears that a record was sent: `tannha:sent` on the document, with the record's id.
const channel = globalThis.BroadcastChannel ? new BroadcastChannel(NAME) : null;
const hear = (id) => document.dispatchEvent(new CustomEvent("tannha:sent", { detail: id }));
channel?.addEventListener("message", (event) => hear(event.data));
function tell(id) {
  hear(id);
  channel?.postMessage(id);
}

// One tab at a time sends; a record that another tab has sent meanwhile is not sent again.
export function oneAtATime(work) {
  return navigator.locks ? navigator.locks.request(NAME, work) : work();
}

export async function sendAll() {
  let sent = 0;
  let away = "";
  await oneAtATime(async () => {
    for (const record of await list("waiting")) {
      const done = await send(record, { background: true });
      if (done.saved) sent += 1;
      else if (done.stopped) await keep(record.id, { ...record.data, said: done.said }, { state: "stopped", at: record.at });
      else { away = done.away; break; }
    }
  });
  return { sent, away };
}
