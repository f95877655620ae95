// A number opens its card where it stands; the keys of a page are listed and can be switched off.

const words = document.querySelector("#toasts").dataset;

function dialog(title) {
  const box = document.createElement("dialog");
  box.setAttribute("aria-labelledby", "dialog-title");
  box.innerHTML =
    '<div class="dialog-head"><h2 id="dialog-title"></h2><button class="button quiet small" type="button"></button></div>' +
    '<div class="dialog-body"></div>';
  box.querySelector("h2").textContent = title;
  const close = box.querySelector("button");
  close.textContent = words.close;
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => event.target === box && box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  return box;
}

async function card(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const box = dialog(words.figure);
  box.querySelector(".dialog-body").append(...(page.querySelector("main") ?? page.body).childNodes);
  window.htmx?.process(box);
  box.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.figure");
  if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  card(link).catch(() => window.location.assign(link.href));
});

// Keys: an element names its key in data-shortcut; a field is entered, everything else is pressed.
const OFF = "sandan-keys-off";
const keyed = () => [...document.querySelectorAll("[data-shortcut]")].filter((element) => element.checkVisibility());
const saidOf = (element) => element.dataset.shortcutSays || element.getAttribute("aria-label") || element.textContent.trim();

function help() {
  const box = dialog(words.keys);
  const list = document.createElement("dl");
  list.className = "shortcuts";
  const lines = [["?", words.help], ...keyed().map((element) => [element.dataset.shortcut, saidOf(element)])];
  for (const [key, text] of lines) {
    const term = document.createElement("dt");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    list.append(term, Object.assign(document.createElement("dd"), { textContent: text }));
  }
  const choice = document.createElement("label");
  choice.className = "choice";
  const check = Object.assign(document.createElement("input"), { type: "checkbox", checked: !localStorage.getItem(OFF) });
  check.addEventListener("change", () => (check.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  choice.append(check, Object.assign(document.createElement("span"), { textContent: words.keysOn }));
  box.querySelector(".dialog-body").append(list, choice);
  box.showModal();
}

function press(element) {
  if (element.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")) {
    element.focus();
    element.select?.();
  } else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  if (event.key === "?") return help();
  if (localStorage.getItem(OFF)) return;
  const element = keyed().find((one) => one.dataset.shortcut === event.key);
  if (!element) return;
  event.preventDefault();
  press(element);
});

for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", help);
}
