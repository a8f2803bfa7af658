/* Copies the text of an element to the clipboard, and says so. */
"use strict";

function selectText(element) {
  const selection = window.getSelection();
  selection.selectAllChildren(element);
}

async function copyText(element) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(element.textContent.trim());
    return;
  }
  selectText(element);
  if (!document.execCommand("copy")) throw new Error("refused");
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[role=status]");
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await copyText(source);
      status.textContent = "Copied.";
    } catch {
      selectText(source);
      status.textContent = "The reference is selected; copy it with your keyboard.";
    }
  });
}
