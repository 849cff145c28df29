// Forms are sent once; a vanishing form (undo) goes away after its seconds. Who comes back to a form that was sent, and
// sends the same again, is asked once more: the page's own entry in the history remembers what was sent from it.
function markOf(form, button) {
  const words = [form.action];
  for (const [name, value] of new FormData(form, button ?? undefined)) {
    if (name !== "csrfmiddlewaretoken") words.push(name, typeof value === "string" ? value : value.name);
  }
  let mark = 2166136261;
  for (const letter of words.join("\n")) mark = Math.imul(mark ^ letter.codePointAt(0), 16777619);
  return mark >>> 0;
}

function askAgain(form) {
  const words = document.createElement("p");
  words.className = "panel";
  words.setAttribute("role", "alert");
  words.textContent = document.body.dataset.again ?? "";
  form.prepend(words);
  words.scrollIntoView({ block: "center" });
}

export function guardForms(document) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "dialog" || form.hasAttribute("data-many")) return;
    if (form.method === "post") {
      const mark = markOf(form, event.submitter);
      if (history.state?.sent === mark && !form.dataset.again) {
        event.preventDefault();
        form.dataset.again = "1";
        askAgain(form);
        return;
      }
      history.replaceState({ ...history.state, sent: mark }, "");
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    setTimeout(() => {
      if (button && document.contains(button)) {
        button.setAttribute("aria-busy", "true");
        const line = document.getElementById("said");
        if (line) line.textContent = document.body.dataset.busy ?? "";
      }
    }, 1000);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    }
  });
  for (const form of document.querySelectorAll("form[data-vanish]")) {
    setTimeout(() => { if (!form.contains(document.activeElement)) form.remove(); }, Number(form.dataset.vanish) * 1000);
  }
}
