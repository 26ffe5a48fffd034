// Menus are <details>: the script closes them again, folds the navigation on a phone and lets `/` find the search box.
document.documentElement.classList.add("js");

const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

for (const toggle of document.querySelectorAll("[data-nav-toggle]")) {
  const navigation = document.getElementById(toggle.getAttribute("aria-controls"));
  toggle.addEventListener("click", () => {
    const open = navigation.classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(open));
  });
}

const isTyping = (element) =>
  element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

function focusSearch(event) {
  const box = document.querySelector("[data-search]");
  if (!box || isTyping(event.target)) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function closeMenus() {
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") focusSearch(event);
  if (event.key === "Escape") closeMenus();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
