// The lock curtain: hides the page after three minutes without work or by F8, keeps what was typed, opens by PIN.
import { ask } from "./ask.js";

const AWAKE_EVERY = 45_000;

function watchIdle(document) {
  const { lockAfter, lockUrl, awakeUrl } = document.body.dataset;
  const curtain = document.getElementById("curtain");
  if (!curtain) return;
  const limit = Number(lockAfter) * 1000;
  let last = Date.now();
  let told = last;
  let before = null;

  const clock = curtain.querySelector("[data-clock]");
  const showClock = () => {
    clock.textContent = new Intl.DateTimeFormat("vi", { hour: "numeric", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" }).format();
  };

  function hide(tell = true) {
    if (!curtain.hidden) return;
    before = document.activeElement;
    document.body.classList.add("hidden-page");
    curtain.hidden = false;
    showClock();
    const pin = curtain.querySelector("input[name=pin]");
    pin.value = "";
    pin.focus();
    if (tell) ask(lockUrl, {}, { "X-Background": "1" }).catch(() => {});
  }

  function show() {
    curtain.hidden = true;
    document.body.classList.remove("hidden-page");
    last = told = Date.now();
    before?.focus?.();
  }

  curtain.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = event.target;
    const wrong = curtain.querySelector("#curtain-wrong");
    const answer = await ask(form.action, { pin: form.elements.pin.value }).catch(() => null);
    form.elements.pin.value = "";
    if (answer?.status === 204) {
      wrong.hidden = true;
      show();
    } else if (answer?.status === 422) {
      wrong.textContent = (await answer.json()).said;
      wrong.hidden = false;
      form.elements.pin.focus();
    } else if (answer === null) {
      wrong.textContent = curtain.dataset.away;
      wrong.hidden = false;
    } else {
      location.reload();
    }
  }, true);

  const work = () => {
    if (!curtain.hidden) return;
    const now = Date.now();
    if (now - last > limit) { hide(); return; }
    last = now;
    if (now - told > AWAKE_EVERY) {
      told = now;
      ask(awakeUrl).then((answer) => { if (answer.status === 423) hide(false); }).catch(() => {});
    }
  };
  for (const kind of ["keydown", "pointerdown", "input", "wheel", "touchstart"]) {
    document.addEventListener(kind, work, { passive: true, capture: true });
  }
  setInterval(() => {
    if (!curtain.hidden) showClock();
    else if (Date.now() - last >= limit) hide();
  }, 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - last >= limit) hide(); });
  document.addEventListener("tannha:hide", () => hide());
  document.addEventListener("tannha:locked", () => hide(false));
  for (const form of document.querySelectorAll("form[data-lock-now]")) {
    form.addEventListener("submit", (event) => { event.preventDefault(); event.stopImmediatePropagation(); hide(); }, true);
  }
}

watchIdle(document);
