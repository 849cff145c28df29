// The print button of the slip.
document.getElementById("print")?.addEventListener("click", () => window.print());
