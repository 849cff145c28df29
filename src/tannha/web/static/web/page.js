// Starts the small helpers of a page. Every page also works without them.
import { listenToKeys } from "./keys.js";
import { guardForms } from "./forms.js";
import { listenToScanner } from "./scan.js";
import { poll } from "./poll.js";
import { filterLists } from "./filter.js";

guardForms(document);
filterLists(document);
listenToScanner(document);
poll(document);
if (document.body.dataset.keep) import("./kept/line.js").then((kept) => kept.watchKept(document));
if (document.body.dataset.keys !== "off") listenToKeys(document);
document.querySelector("[data-take-focus]")?.focus();
for (const more of document.querySelectorAll("details.more")) {
  document.addEventListener("click", (event) => { if (more.open && !more.contains(event.target)) more.open = false; });
  more.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { more.open = false; more.querySelector("summary").focus(); event.stopPropagation(); }
  });
}
