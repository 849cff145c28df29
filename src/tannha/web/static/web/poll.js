// <div data-poll="URL" data-every="2">: the answer replaces the inside until it says X-Done: 1 or the page is locked.
export function poll(document) {
  for (const place of document.querySelectorAll("[data-poll]")) ask(place);
}

function ask(place) {
  const every = Number(place.dataset.every ?? 2) * 1000;
  const again = () => setTimeout(async () => {
    if (document.hidden) { again(); return; }
    const answer = await fetch(place.dataset.poll, { credentials: "same-origin", headers: { "X-Background": "1" } }).catch(() => null);
    if (answer?.status === 423) { document.dispatchEvent(new Event("tannha:locked")); return; }
    if (answer?.ok) place.innerHTML = await answer.text();
    if (answer?.headers.get("X-Done") === "1") {
      if (place.dataset.then) location.assign(place.dataset.then);
      return;
    }
    again();
  }, every);
  again();
}
