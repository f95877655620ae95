// What a script asked for and did not get is said aloud, in the words that the page brought with it.

const place = document.querySelector("#toasts");
const words = place.dataset;
const SAID = { 0: words.lost, 403: words.forbidden, 404: words.gone, 400: words.stale };

function say(text, kind) {
  const message = document.createElement("div");
  message.className = `message ${kind}`;
  message.innerHTML = '<svg class="icon" aria-hidden="true" focusable="false"><use/></svg><p class="message-text"></p>';
  message.querySelector("use").setAttribute("href", `${words.icons}#warn`);
  message.querySelector("p").textContent = text;
  place.replaceChildren(message);
}

function refusal(request) {
  if (request.status !== 422) return SAID[request.status] ?? words.broken;
  return new DOMParser().parseFromString(request.responseText, "text/html").body.textContent.trim();
}

document.addEventListener("htmx:sendError", () => say(words.lost, "error"));
document.addEventListener("htmx:timeout", () => say(words.lost, "error"));
document.addEventListener("htmx:responseError", (event) => say(refusal(event.detail.xhr), "error"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && place.replaceChildren());
