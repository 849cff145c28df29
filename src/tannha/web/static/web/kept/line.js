// The line on every page that says what is kept on this device, sends it when the network is back, and what signing out erases.
import { canKeep, drop, forget, list, sendAll } from "./store.js";

const EVERY = 15_000;

// "14:05 25/11", in Vietnam's time.
export function clock(moment) {
  const how = { hour: "numeric", minute: "2-digit", day: "2-digit", month: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" };
  const part = Object.fromEntries(new Intl.DateTimeFormat("en-GB", how).formatToParts(moment).map((one) => [one.type, one.value]));
  return `${Number(part.hour)}:${part.minute} ${part.day}/${part.month}`;
}

export const filled = (text, values) => text.replace(/\[(\w+)\]/g, (_, name) => String(values[name] ?? ""));

function show(line, parts) {
  line.replaceChildren(...parts);
  line.hidden = parts.length === 0;
}

function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function stoppedPart(line, record, again) {
  const part = document.createElement("div");
  part.append(paragraph(filled(line.dataset.stopped, { said: record.data.said })));
  const row = document.createElement("p");
  row.className = "row";
  const open = document.createElement("a");
  open.className = "button";
  open.href = record.data.url;
  open.textContent = line.dataset.open;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = line.dataset.drop;
  button.addEventListener("click", async () => { await drop(record.id); await again(); });
  row.append(open, button);
  part.append(row);
  return part;
}

export async function watchKept(document) {
  const line = document.getElementById("kept");
  if (!line || !canKeep()) return;
  let sentBefore = 0;

  async function look({ sent = 0, away = "" } = {}) {
    sentBefore += sent;
    const waiting = await list("waiting");
    const stopped = await list("stopped");
    const parts = [];
    if (sentBefore) parts.push(paragraph(filled(line.dataset.sent, { n: sentBefore })));
    if (waiting.length) {
      const text = { "sign-in": line.dataset.signIn, locked: line.dataset.locked }[away] ?? line.dataset.waiting;
      parts.push(paragraph(filled(text, { n: waiting.length, until: clock(waiting[0].until) })));
    }
    parts.push(...stopped.map((record) => stoppedPart(line, record, look)));
    line.dataset.mark = waiting.length || stopped.length ? "look" : "done";
    show(line, parts);
    return waiting.length;
  }

  const go = async () => look(await sendAll());
  document.addEventListener("tannha:kept", () => look());
  document.addEventListener("tannha:sent", () => look());
  window.addEventListener("online", go);
  await go();
  setInterval(async () => { if ((await list("waiting")).length) await go(); }, EVERY);

  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const waiting = await list("waiting");
      if (waiting.length && !form.dataset.sure) {
        form.dataset.sure = "1";
        show(line, [paragraph(filled(line.dataset.erases, { n: waiting.length }))]);
        form.closest("details")?.removeAttribute("open");
        line.tabIndex = -1;
        line.focus();
        return;
      }
      await forget().catch(() => {});
      form.submit();
    }, true);
  }
}
