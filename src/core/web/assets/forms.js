// Forms: nothing typed is lost by accident, and a button pressed twice sends once.
// <form data-warn-unsaved>   asks before leaving with changes
// <form data-confirm="question" data-confirm-detail="sentence">   asks in our own dialog
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-warn-unsaved]")) changed.add(form);
});

window.addEventListener("beforeunload", (event) => {
  const open = [...changed].some((form) => form.isConnected);
  if (open) event.preventDefault();
});

function askFirst(form, submitter) {
  const dialog = document.getElementById("confirm-dialog");
  document.getElementById("confirm-question").textContent = form.dataset.confirm;
  document.getElementById("confirm-detail").textContent = form.dataset.confirmDetail ?? "";
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    },
    { once: true },
  );
  dialog.showModal();
  dialog.querySelector('[value="no"]').focus();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.dataset.confirmed) {
      event.preventDefault();
      event.stopPropagation();
      askFirst(form, event.submitter);
      return;
    }
    delete form.dataset.confirmed;
    changed.delete(form);
    if (form.method === "post" && !form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) sendOnce(form, event);
  },
  true,
);

// Not `disabled`: the pressed button's own name and value must still be sent.
function sendOnce(form, event) {
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 4000);
}

// Coming back with the browser's button shows the page as it was: it may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
