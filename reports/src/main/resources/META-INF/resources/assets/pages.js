// What makes the pages handier and none of them needs: the theme button, and filters that apply as soon as they change.
"use strict";

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const button = document.getElementById("theme");

function theme() {
  return root.dataset.theme ?? (dark.matches ? "dark" : "light");
}

function label() {
  button.textContent = theme() === "dark" ? "Light" : "Dark";
  button.setAttribute("aria-label", "Switch to " + (theme() === "dark" ? "light" : "dark") + " colours");
}

if (button) {
  label();
  button.addEventListener("click", () => {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("allotment-theme", root.dataset.theme);
    } catch (_) {
      // The choice then lasts as long as the page.
    }
    label();
    document.dispatchEvent(new Event("themechange"));
  });
  dark.addEventListener("change", () => {
    label();
    document.dispatchEvent(new Event("themechange"));
  });
}

for (const form of document.querySelectorAll("form[data-eager]")) {
  for (const choice of form.querySelectorAll("select")) {
    choice.addEventListener("change", () => form.requestSubmit());
  }
  form.addEventListener("submit", () => {
    // Empty fields would only make the address longer.
    for (const field of form.querySelectorAll("input, select")) {
      field.disabled = field.value === "";
    }
  });
}
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-eager] :disabled")) {
    field.disabled = false;
  }
});
