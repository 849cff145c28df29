// On the tour: puts the prepared values into the real page's form. Sends nothing; the click is the person's own.
const strip = document.querySelector(".demo-strip[data-fill]");
const wanted = strip ? JSON.parse(strip.dataset.fill) : [];
const AGAIN_AFTER = 20_000;

function told(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function fieldsOf(one) {
  return [...document.getElementsByName(one.name)].filter(
    (field) =>
      !field.closest(".demo-strip, .head") &&
      field.tagName !== "BUTTON" &&
      !["submit", "button", "hidden", "file"].includes(field.type),
  );
}

function fill(one) {
  for (const field of fieldsOf(one)) {
    if (field.type === "radio" || field.type === "checkbox") {
      if (one.value !== "" && field.value !== one.value) continue;
      field.checked = one.ticked ?? true;
    } else {
      field.value = one.value;
    }
    told(field);
    field.dataset.filled = "";
    const folded = field.closest("details");
    if (folded) folded.open = true;
  }
}

async function freshen(one) {
  const answer = await fetch(one.fresh_url, { headers: { "X-Background": "1" } });
  if (answer.ok) fill({ ...one, value: await answer.text() });
}

for (const one of wanted) {
  fill(one);
  if (one.fresh_url) setInterval(freshen, AGAIN_AFTER, one);
}
if (strip) document.documentElement.dataset.tourReady = "";
