// The family's side: one large sentence, sent by the operator's page of the same browser. Reads nothing, keeps nothing.
const sentence = document.querySelector("[data-said]");
if ("BroadcastChannel" in window) {
  new BroadcastChannel("tannha-said").addEventListener("message", (event) => {
    sentence.textContent = String(event.data);
  });
}
