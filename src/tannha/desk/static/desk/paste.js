// Pasting anywhere on the page checks the card; a scanner that types is heard by the page frame.
const form = document.querySelector("form[data-paste]");

if (form) {
  const field = form.elements[form.dataset.scan];
  document.addEventListener("paste", (event) => {
    const elsewhere = document.activeElement?.matches("input, textarea, select") && document.activeElement !== field;
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (elsewhere || !text) return;
    event.preventDefault();
    field.value = text;
    form.requestSubmit();
  });
}
