// Forms are sent once; a vanishing form (undo) goes away after its seconds.
export function guardForms(document) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "dialog" || form.hasAttribute("data-many")) return;
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
