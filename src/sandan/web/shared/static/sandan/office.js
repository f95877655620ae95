// The frame: light and dark without a reload, messages that go, tables that a keyboard can scroll.

const words = document.querySelector("#toasts").dataset;
const root = document.documentElement;

const LOOK = { auto: ["half", "dark"], dark: ["moon", "light"], light: ["sun", "auto"] };

function show(theme, button) {
  const [sign, next] = LOOK[theme];
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  button.querySelector("use").setAttribute("href", `${words.icons}#${sign}`);
  button.querySelector("span").textContent = button.dataset[theme];
  button.value = next;
}

for (const form of document.querySelectorAll("form[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const body = new FormData(form);
    body.set("theme", button.value);
    fetch(form.action, { method: "POST", body, redirect: "manual" });
    show(button.value, button);
  });
}

function closable(message) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "message-close";
  button.setAttribute("aria-label", words.close);
  button.innerHTML = '<svg class="icon" aria-hidden="true" focusable="false"><use/></svg>';
  button.querySelector("use").setAttribute("href", `${words.icons}#cross`);
  button.addEventListener("click", () => message.remove());
  message.append(button);
}

document.querySelectorAll("#messages .message").forEach(closable);
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach((node) => node.matches?.(".message") && closable(node));
}).observe(document.querySelector("#toasts"), { childList: true });

// On a phone the place where one is may lie outside of a row of tabs; the page itself stays where it is.
document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
  const row = tab.closest(".tabs");
  row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - tab.offsetWidth) / 2;
});

// A table that is wider than its place is reached by the Tab key and named, and only then.
function reach(place) {
  if (place.hasAttribute("tabindex") || place.scrollWidth <= place.clientWidth) return;
  place.tabIndex = 0;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", place.querySelector("caption")?.textContent.trim() || words.scroll);
}
const sizes = new ResizeObserver((entries) => entries.forEach((entry) => reach(entry.target)));
const watch = (within) => within.querySelectorAll(".scroll, .chart").forEach((place) => sizes.observe(place));
watch(document);
document.addEventListener("htmx:load", (event) => watch(event.target));
