// Asks our own pages in the background with the token of the page's forms; never moves the idle clock by itself.
export function ask(url, fields = {}, headers = {}) {
  const body = new URLSearchParams(fields);
  const token = document.querySelector('input[name="csrfmiddlewaretoken"]');
  if (token) body.set("csrfmiddlewaretoken", token.value);
  return fetch(url, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual" });
}

export function say(text) {
  const line = document.getElementById("said");
  if (line) line.textContent = text;
}
