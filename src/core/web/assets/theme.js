// The chosen appearance: kept in a cookie, so that the server's next page already has it.
const YEAR = 60 * 60 * 24 * 365;
const SCHEMES = { auto: "light dark", light: "light", dark: "dark" };

function wear(theme) {
  document.documentElement.dataset.theme = theme;
  document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", SCHEMES[theme]);
  for (const choice of document.querySelectorAll('[data-theme-switch] input[name="theme"]')) {
    choice.checked = choice.value === theme;
  }
}

for (const group of document.querySelectorAll("[data-theme-switch]")) {
  group.hidden = false;
  group.addEventListener("change", (event) => {
    const theme = event.target.value;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `archipel_theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
    wear(theme);
  });
}
