// Arrow keys move between the bars of the day board; Enter opens, as for any link.
const bars = [...document.querySelectorAll(".chart a")];

document.querySelector(".chart")?.addEventListener("keydown", (event) => {
  const here = bars.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (here < 0 || step === undefined) return;
  event.preventDefault();
  bars[Math.min(Math.max(here + step, 0), bars.length - 1)].focus();
});
