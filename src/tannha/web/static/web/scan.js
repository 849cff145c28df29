// A scanner types fast: text that arrives faster than hands can type lands in the form's scan field and is sent.
const GAP = 45;
const LEAST = 12;

export function listenToScanner(document) {
  const form = document.querySelector("form[data-scan]");
  if (!form) return;
  const field = form.elements[form.dataset.scan];
  let text = "";
  let last = 0;
  let fast = true;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const now = event.timeStamp;
    if (now - last > 400) { text = ""; fast = true; }
    else if (text && now - last > GAP) fast = false;
    last = now;
    if (event.key === "Enter") {
      if (fast && text.length >= LEAST) {
        event.preventDefault();
        event.stopPropagation();
        field.value = text;
        text = "";
        form.requestSubmit();
      } else {
        text = "";
      }
    } else if (event.key.length === 1) {
      text += event.key;
    } else if (event.key === "Tab" && fast && text.length >= LEAST) {
      text += "\t";
      event.preventDefault();
    }
  }, true);
}
