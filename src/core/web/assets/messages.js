// After a page or a part of it has arrived: the focus goes to what needs it, and changes are said aloud.
export function announce(sentence) {
  const announcer = document.getElementById("announcer");
  if (!announcer || !sentence) return;
  announcer.textContent = "";
  // A screen reader notices a change, not a repetition: empty first, then say.
  window.setTimeout(() => {
    announcer.textContent = sentence;
  }, 60);
}

function attend(part) {
  const wanted = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
  wanted?.focus();
  const said = part.matches?.("[data-announce]") ? part : part.querySelector?.("[data-announce]");
  announce(said?.dataset.announce);
}

attend(document);

document.addEventListener("htmx:afterSettle", (event) => attend(event.detail.elt));
document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));

// A link of the error summary leads to the field itself, also when the field is a group.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
