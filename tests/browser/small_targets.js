/* Every control of the chat that is smaller than a fingertip. */
() => [...document.querySelector("hoi-dap").shadowRoot.querySelectorAll("button, textarea, summary, a")]
  .filter((node) => !node.closest("p, li:not(.citation)"))
  .filter((node) => node.checkVisibility())
  .filter((node) => node.getBoundingClientRect().height < 44 || node.getBoundingClientRect().width < 44)
  .map((node) => node.outerHTML)
