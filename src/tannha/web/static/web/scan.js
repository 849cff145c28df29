// A scanner types fast: text that arrives faster than hands can type lands in the form's scan field and is sent.
const MEAN_GAP = 60;
const PAUSE = 500;
const LEAST = 12;

export function listenToScanner(document) {
  const form = document.querySelector("form[data-scan]");
  if (!form) return;
  const field = form.elements[form.dataset.scan];
  let text = "";
  let first = 0;
  let last = 0;
  const scanned = (now) => text.length >= LEAST && (now - first) / text.length <= MEAN_GAP;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift") return;
    const now = event.timeStamp;
    if (now - last > PAUSE) text = "";
    if (!text) first = now;
    last = now;
    if (event.key === "Enter" && scanned(now)) {
      event.preventDefault();
      event.stopPropagation();
      field.value = text;
      text = "";
      form.requestSubmit();
    } else if (event.key === "Tab" && scanned(now)) {
      event.preventDefault();
      text += "\t";
    } else if (event.key.length === 1) {
      text += event.key;
    } else {
      text = "";
    }
  }, true);
}
