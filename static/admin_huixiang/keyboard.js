// A form of the admin without a mouse. The keys stand in the line of keys over the form (scoped_form.html):
// Ctrl+Enter or Ctrl+S saves, Alt+N goes to the next section, Alt+A goes to an empty row of the section one is in, a new one if need be.
"use strict";
{
  const FIELDS = "input:not([type=hidden]):not([type=submit]), select, textarea";

  const start = (form) => {
    const sections = () => [...form.querySelectorAll("fieldset.module, .inline-group")].filter(
      (section) => !section.parentElement.closest(".inline-group") && section.querySelector(FIELDS),
    );
    const shown = (element) => element.getClientRects().length > 0;
    // A pick list is hidden behind the box that select2 draws; a place, a version and what is folded are passed over.
    const target = (field) => {
      if (field.matches(".select2-hidden-accessible")) {
        return field.nextElementSibling.querySelector(".select2-selection");
      }
      return shown(field) && !field.disabled && !field.matches(".select2-search__field") ? field : null;
    };
    const targets = (root) => [...root.querySelectorAll(FIELDS)].map(target).filter(Boolean);
    const focusOn = (element) => {
      element.focus();
      element.scrollIntoView({ block: "center" });
    };

    const filled = (row) => [...row.querySelectorAll(FIELDS)].some(
      (field) => field.type !== "checkbox" && field.value !== "" && field.value !== field.dataset.blank,
    );
    const rows = (group) => [...group.querySelectorAll(".form-row.dynamic-form, tr.form-row, .inline-related:not(.tabular)")].filter(
      (row) => !row.classList.contains("empty-form") && /-\d+$/.test(row.id),
    );

    const enter = (section) => {
      const details = section.querySelector(":scope > details");
      if (details) {
        details.open = true;
      }
      if (!section.classList.contains("inline-group")) {
        const free = targets(section).find((field) => field.value === "");
        return focusOn(free || targets(section)[0]);
      }
      const free = rows(section).find((row) => !row.classList.contains("has_original") && !filled(row));
      const wanted = free || rows(section)[0];
      if (wanted && targets(wanted).length) {
        focusOn(targets(wanted)[0]);
      } else {
        addRow(section);
      }
    };

    const folded = (section) => {
      const details = section.querySelector(":scope > details");
      return details && !details.open;
    };
    const go = (step) => {
      const all = sections().filter((section) => !folded(section));
      const here = all.findIndex((section) => section.contains(document.activeElement));
      const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
      if (next) {
        enter(next);
      } else {
        focusOn(form.querySelector("[name=change_reason]") || form.querySelector("[name=_save]"));
      }
    };

    const addRow = (group) => {
      const here = document.activeElement;
      const free = group && rows(group).find(
        (row) => !row.classList.contains("has_original") && !row.contains(here) && !filled(row) && targets(row).length,
      );
      if (free) {
        return focusOn(targets(free)[0]);
      }
      const link = group && group.querySelector(".add-row a");
      if (link && shown(link)) {
        link.click(); // the new row takes the focus, see formset:added
      }
    };

    const save = () => {
      const button = form.querySelector("input[name=_save]") || form.querySelector("input[name=_continue]");
      if (button) {
        form.requestSubmit(button);
      }
    };

    document.addEventListener("keydown", (event) => {
      if (event.isComposing) {
        return;
      }
      const plain = !event.shiftKey && !event.metaKey;
      if (plain && event.ctrlKey && !event.altKey && (event.key === "Enter" || event.code === "KeyS")) {
        event.preventDefault();
        save();
      } else if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyN") {
        event.preventDefault();
        closeLists();
        go(event.shiftKey ? -1 : 1);
      } else if (plain && event.altKey && !event.ctrlKey && event.code === "KeyA") {
        event.preventDefault();
        closeLists();
        addRow(document.activeElement.closest(".inline-group"));
      }
    }, true);

    const closeLists = () => {
      for (const open of document.querySelectorAll(".select2-container--open")) {
        const select = open.previousElementSibling;
        if (select && select.matches("select.select2-hidden-accessible")) {
          django.jQuery(select).select2("close");
          open.querySelector(".select2-selection").focus();
        }
      }
    };

    document.addEventListener("formset:added", (event) => {
      const row = event.target;
      setTimeout(() => {
        const [first] = targets(row);
        if (first) {
          focusOn(first);
        }
      });
    });

    document.addEventListener("htmx:afterSwap", (event) => event.target.scrollIntoView({ block: "nearest" }));

    // A row that is taken out takes the focus with it: give it to the link that adds one.
    document.addEventListener("formset:removed", (event) => {
      const group = document.getElementById(`${event.detail.formsetName}-group`);
      const link = group && group.querySelector(".add-row a");
      if (link) {
        link.focus();
      }
    });

    // What an untouched row holds does not make it filled: the choice shown first, a role.
    for (const field of form.querySelectorAll("select:not(.admin-autocomplete)")) {
      field.dataset.blank = field.value;
    }
    // The day is typed; the links beside it are for the mouse.
    const quiet = () => form.querySelectorAll(".datetimeshortcuts a").forEach((link) => { link.tabIndex = -1; });
    window.addEventListener("load", quiet);
    document.addEventListener("formset:added", () => setTimeout(quiet));

    window.addEventListener("load", () => {
      const wrong = form.querySelector(".hx-ask input, .hx-ask select")
        || [...form.querySelectorAll(".errors, .errorlist")]
          .map((place) => targets(place.closest(".form-row, tr, td, fieldset") || form)[0]).find(Boolean);
      if (wrong && form.querySelector(".errornote, .errorlist, .hx-ask")) {
        focusOn(wrong);
      }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#content-main form[data-keys]");
    if (form) {
      start(form);
    }
  });
}
