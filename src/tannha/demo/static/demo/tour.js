// On the tour: puts the prepared values into the real page's form. Sends nothing; the click is the person's own.
const strip = document.querySelector(".demo-strip[data-fill]");
const wanted = strip ? JSON.parse(strip.dataset.fill) : [];

function told(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

async function giveFile(field, { file_url: address, file_name: name }) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const bytes = await answer.blob();
  const carrier = new DataTransfer();
  carrier.items.add(new File([bytes], name, { type: bytes.type }));
  field.files = carrier.files;
  told(field);
}

async function fill(one) {
  const fields = [...document.getElementsByName(one.name)].filter(
    (field) => !field.closest(".demo-strip") && !field.closest("header"),
  );
  for (const field of fields) {
    if (one.file_url) {
      await giveFile(field, one);
    } else if (field.type === "radio" || (field.type === "checkbox" && one.value !== "")) {
      if (field.value !== one.value) continue;
      field.checked = one.ticked ?? true;
      told(field);
    } else if (field.type === "checkbox") {
      field.checked = one.ticked ?? true;
      told(field);
    } else if (field.type !== "submit" && field.tagName !== "BUTTON") {
      field.value = one.value;
      told(field);
    } else {
      continue;
    }
    field.dataset.filled = "";
    const folded = field.closest("details");
    if (folded) folded.open = true;
  }
}

for (const one of wanted) {
  await fill(one);
}
document.documentElement.dataset.tourReady = "";
