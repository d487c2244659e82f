// A long list of boxes to tick: a field above it narrows it as one types, and what is ticked is said in a line.
(() => {
  "use strict";

  const begin = (place) => {
    const group = place.querySelector("fieldset");
    const lines = [...group.querySelectorAll("input[type=checkbox]")].map((box) => ({ box, line: box.closest("label").parentElement, text: box.closest("label").textContent.trim() }));
    const list = lines[0]?.line.parentElement;
    if (!list) return;
    list.classList.add("picks");
    const find = Object.assign(document.createElement("input"), { type: "search", id: "narrow", autocomplete: "off" });
    const label = Object.assign(document.createElement("label"), { htmlFor: "narrow", textContent: place.dataset.find });
    const none = Object.assign(document.createElement("p"), { className: "small", textContent: place.dataset.none, hidden: true });
    const chosen = Object.assign(document.createElement("p"), { className: "small" });
    none.setAttribute("role", "status");
    chosen.setAttribute("role", "status");
    list.before(label, find, chosen);
    list.after(none);
    const narrow = () => {
      const wanted = find.value.trim().toLowerCase();
      for (const one of lines) one.line.hidden = Boolean(wanted) && !one.text.toLowerCase().includes(wanted);
      none.hidden = lines.some((one) => !one.line.hidden);
    };
    const tell = () => { chosen.textContent = place.dataset.chosen + (lines.filter((one) => one.box.checked).map((one) => one.text).join("、") || "—"); };
    find.addEventListener("input", narrow);
    // What is searched is ticked with Enter where one is left, and never sends the form.
    find.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const left = lines.filter((one) => !one.line.hidden);
      if (left.length === 1 && find.value.trim()) { left[0].box.checked = !left[0].box.checked; tell(); find.select(); }
    });
    list.addEventListener("change", tell);
    tell();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-narrowed]").forEach(begin));
})();
