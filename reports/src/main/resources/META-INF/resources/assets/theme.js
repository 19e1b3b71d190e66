// Runs before the first paint, so that a chosen theme never flashes the other one. The choice stays in this browser.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");
  try {
    var chosen = localStorage.getItem("allotment-theme");
    if (chosen === "light" || chosen === "dark") {
      root.dataset.theme = chosen;
    }
  } catch (_) {
    // Storage may be forbidden; the system's preference stands then.
  }
})();
