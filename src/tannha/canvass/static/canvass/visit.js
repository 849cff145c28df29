// The visit form: typed text survives a lost network, a reload and a closed tab; one visit is made however often it is sent.
import { canKeep, drop, find, keep, nameOf, oneAtATime, send } from "../web/kept/store.js";
import { clock, filled } from "../web/kept/line.js";

const SOON = 300;
const main = document.getElementById("main");
const refuse = document.getElementById("refuse");
const state = document.getElementById("kept-state");

if (main?.classList.contains("visit") && state && canKeep()) start();

const fieldsOf = (form, button) => {
  const data = new FormData(form, button ?? undefined);
  data.delete("csrfmiddlewaretoken");
  return [...data.entries()];
};

function putBack(fields) {
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...(given.get(name) ?? []), value]);
  for (const control of main.elements) {
    if (!control.name || control.name === "csrfmiddlewaretoken") continue;
    const values = given.get(control.name) ?? [];
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
  }
  const act = refuse?.querySelector('[name="act_id"]');
  if (act) act.value = main.elements.act_id.value;
  for (const more of main.querySelectorAll("details")) {
    if (more.querySelector("input:checked") || [...more.querySelectorAll("input:not([type=radio], [type=checkbox])")].some((one) => one.value)) more.open = true;
  }
}

async function start() {
  const url = location.pathname + location.search;
  const draft = await nameOf(location.pathname);
  const untouched = JSON.stringify(fieldsOf(main).filter(([name]) => name !== "act_id"));
  let busy = false;
  let timer = 0;
  let saving = Promise.resolve();

  const before = main.querySelector(".has-error") ? null : await find(draft);
  if (before) {
    putBack(before.data.fields);
    state.textContent = filled(state.dataset.restored, { until: clock(before.until) });
  } else {
    state.textContent = state.dataset.keeps;
  }
  state.hidden = false;

  main.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const fields = fieldsOf(main);
      if (JSON.stringify(fields.filter(([name]) => name !== "act_id")) !== untouched) {
        saving = keep(draft, { fields }, { state: "draft" }).catch(() => {});
      }
    }, SOON);
  });

  async function submit(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    await saving;
    const form = event.target;
    const fields = fieldsOf(form, event.submitter);
    if (!fields.some(([name]) => name === "outcome")) {
      if (navigator.onLine) { await leave(form, event.submitter); return; }
      state.textContent = state.dataset.choose;
      busy = false;
      return;
    }
    const id = fields.find(([name]) => name === "act_id")[1];
    const record = await keep(id, { url, draft, fields }, { state: "waiting" }).catch(() => null);
    if (!record) { form.submit(); return; }
    const done = await oneAtATime(async () => {
      const kept = await find(id);
      return kept ? send(kept) : { saved: true, next: url };
    });
    if (done.saved) { location.assign(done.next); return; }
    if (done.stopped) { await drop(id); await leave(form, event.submitter); return; }
    document.dispatchEvent(new CustomEvent("tannha:kept"));
    main.inert = true;
    document.querySelector(".bar")?.setAttribute("hidden", "");
    state.textContent = filled(state.dataset[done.away === "network" ? "waits" : "signIn"], { until: clock(record.until) });
    state.setAttribute("tabindex", "-1");
    state.focus();
  }

  // The ward answers in words: a mistake in the form or a lawful no is shown by the page itself.
  async function leave(form, button) {
    await drop(draft);
    if (button?.name) {
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = button.name;
      hidden.value = button.value;
      form.append(hidden);
    }
    form.submit();
  }

  document.addEventListener("tannha:sent", (event) => {
    if (main.inert && event.detail === main.elements.act_id.value) state.textContent = state.dataset.sent;
  });
  main.addEventListener("submit", submit);
  refuse?.addEventListener("submit", submit);
}
