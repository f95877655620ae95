// Forms: errors take the focus, what was typed is not lost by leaving, a form is not sent twice.

document.querySelector("[data-focus]")?.focus();

const unsaved = new Set();
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => unsaved.delete(form));
}
window.addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());

// A second press within a moment would send the form twice; later it is meant, as after a download.
const MOMENT = 3000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, MOMENT);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// What was not computed yet is asked for by itself; without scripts there is the button.
document.querySelector("form[data-auto-submit]")?.requestSubmit();
