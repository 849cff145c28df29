// What capture adds to a page; the keys (F2, F4, F9, Space, N) are the frame's. The page works without this file.

// The letters N and Space work while the capture panel has focus; it takes it quietly.
document.getElementById("capture")?.focus({ preventScroll: true });

// A paper opens in its own tab; when the operator comes back, the page shows that it was printed.
for (const form of document.querySelectorAll("form[data-then-reload]")) {
  form.addEventListener("submit", () => {
    const again = () => location.reload();
    window.addEventListener("focus", again, { once: true });
    setTimeout(again, 4000);
  });
}

// The family's second screen shows the sentence of this step, and nothing else.
const said = document.querySelector("[data-said]");
if (said !== null && "BroadcastChannel" in window) {
  new BroadcastChannel("tannha-said").postMessage(said.textContent);
}
