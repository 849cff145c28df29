// Keys of every page. Silent while an input method composes; leaves the browser its own keys.
export function listenToKeys(document) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const curtain = document.getElementById("curtain");
    if (event.key === "F8" && curtain) {
      event.preventDefault();
      document.dispatchEvent(new Event("tannha:hide"));
      return;
    }
    if (curtain && !curtain.hidden) return;
    if (event.ctrlKey && event.key === "Enter") press(event, document.querySelector("main .act"));
    else if (event.ctrlKey && event.key.toLowerCase() === "k") find(event, document);
    else if (event.key === "Escape" && !event.ctrlKey) press(event, document.querySelector("main a.back"));
    else if (!event.ctrlKey && !event.altKey && !event.metaKey) named(event, document);
  });
}

function press(event, target) {
  if (!target) return;
  event.preventDefault();
  target.click();
}

function find(event, document) {
  const field = document.querySelector("[data-find], main input[type=search]");
  const link = document.querySelector('a.place[href*="/find/"]');
  if (field) { event.preventDefault(); field.focus(); }
  else press(event, link);
}

// A page gives a control its key with data-key="F4"; letters and digits only while the panel with data-letters has focus.
function named(event, document) {
  const name = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const isLetter = event.key.length === 1;
  const panel = document.querySelector("[data-letters]");
  if (isLetter && !(panel && panel.contains(document.activeElement) && !typing(document.activeElement))) return;
  press(event, document.querySelector(`[data-key="${CSS.escape(name)}"]`));
}

function typing(element) {
  return element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button])");
}
