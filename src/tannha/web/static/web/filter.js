// Filters one's own list of the day while typing; marks are folded, đ too.
export function fold(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
}

export function filterLists(document) {
  for (const field of document.querySelectorAll("input[data-filter]")) {
    const list = document.querySelector(field.dataset.filter);
    if (!list) continue;
    const rows = [...list.querySelectorAll("li, tbody tr")].filter((row) => row.parentElement.closest("li, tr") === null);
    const folded = rows.map((row) => fold(row.textContent));
    field.addEventListener("input", (event) => {
      if (event.isComposing) return;
      const wanted = fold(field.value);
      rows.forEach((row, at) => { row.hidden = !folded[at].includes(wanted); });
    });
  }
}
