// Forms: errors take the focus, what was typed is not lost by leaving, a form is not sent twice.

document.querySelector("[data-focus]")?.focus();

const unsaved = new Set();
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => unsaved.delete(form));
}
window.addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  // The pressed button's own name and value have to be sent before it is switched off.
  setTimeout(() => event.target.querySelectorAll("button:not([type=button])").forEach((button) => (button.disabled = true)));
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form button:disabled").forEach((button) => (button.disabled = false));
});

// Fields that matter only for some answers: data-when="name=value" shows and requires what belongs to it.
function follow(place) {
  const [name, ...values] = place.dataset.when.split(/[=|]/);
  const chosen = place.closest("form")?.elements[name];
  if (chosen) place.hidden = !values.includes(chosen.value);
}
const places = document.querySelectorAll("[data-when]");
places.forEach(follow);
if (places.length) document.addEventListener("change", () => places.forEach(follow));

for (const field of document.querySelectorAll("[data-submit-on-change]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
