// Pick lists without a mouse: typing opens them, and screen readers hear what each one is for (select2 drops the label).
"use strict";
{
  const $ = django.jQuery;

  const name = (select) => {
    const label = document.querySelector(`label[for="${select.id}"]`);
    return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/[::]$/, "") : "");
  };

  const mend = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible")) {
      const box = select.nextElementSibling;
      for (const part of box.querySelectorAll("[role=textbox], [role=combobox], .select2-search__field")) {
        part.setAttribute("aria-label", name(select));
        part.removeAttribute("aria-labelledby");
      }
      if (!select.dataset.mended) {
        select.dataset.mended = "true";
        box.addEventListener("keydown", (event) => {
          const typed = event.key.length === 1 || event.key === "Process"; // Process: a Chinese input method is at work
          if (typed && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey) {
            $(select).select2("open");
          }
        });
      }
    }
  };

  $(() => setTimeout(() => mend(document))); // after select2 has drawn them
  $(document).on("select2:open", (event) => {
    const search = document.querySelector(".select2-container--open .select2-dropdown .select2-search__field");
    if (search) {
      search.setAttribute("aria-label", `查找${name(event.target)}`);
      search.focus();
    }
  });
  $(document).on("select2:select select2:unselect select2:clear", () => mend(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => mend(event.target)));
}
