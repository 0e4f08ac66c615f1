"use strict";
// What was read of an opening is shown anew while somebody writes; not over a word that is being typed into it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const box = document.activeElement;
  const isTyped = box.matches("input[type=text]") && box.value !== "";
  if (event.detail.target.id === "opening-draft" && event.detail.target.contains(box) && isTyped) {
    event.detail.shouldSwap = false;
  }
});
