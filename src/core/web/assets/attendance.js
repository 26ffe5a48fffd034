// The attendance sheet: one press marks everybody who has no mark yet. Marks already given stay.
import { announce } from "./messages.js";

function withoutMark(form) {
  return [...form.querySelectorAll(".marks")].filter((marks) => !marks.querySelector("input:checked"));
}

function markRest(button) {
  for (const marks of withoutMark(button.form ?? button.closest("form"))) {
    const choice = marks.querySelector(`input[value="${button.dataset.markRest}"]`);
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    choice.dispatchEvent(new Event("input", { bubbles: true }));
  }
  announce(button.dataset.said);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-mark-rest]");
  if (button) markRest(button);
});

const reveal = () => {
  for (const button of document.querySelectorAll("[data-mark-rest]")) button.hidden = false;
};
reveal();
document.addEventListener("htmx:afterSettle", reveal);
