// What is typed into a form of the admin and not saved yet stays in this browser, per form and user, for a week; it is offered
// when the form is opened again. Saved forms leave no draft, signing out clears them all (sign_out.js), and whoever signs in next
// clears those of others.
"use strict";
{
  const PREFIX = "huixiang-draft:";
  const SENT = "huixiang-sent";
  const SIGNED_OUT = "huixiang-signed-out";
  const WEEK = 7 * 24 * 3600 * 1000;

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

  // A saved form says so on the next page; anything else (a fault, a sign-in page) leaves the draft.
  const dropSaved = () => {
    const key = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (key && document.querySelector(".messagelist .success")) {
      localStorage.removeItem(key);
    }
  };

  const start = (form) => {
    const user = form.dataset.user;
    const key = `${PREFIX}${user}:${location.pathname}`;
    for (const other of drafts()) {
      const draft = read(other);
      if (!other.startsWith(`${PREFIX}${user}:`) || !draft || Date.now() - draft.at > WEEK) {
        localStorage.removeItem(other);
      }
    }

    const kept = (field) => field.name && !field.name.includes("__prefix__")
      && !["csrfmiddlewaretoken", "still_save"].includes(field.name) && !/^(take|theirs)-/.test(field.name)
      && !["submit", "button", "file", "password", "radio"].includes(field.type);
    const state = () => {
      const fields = {};
      for (const field of form.elements) {
        if (!kept(field)) {
          continue;
        }
        if (field.tagName === "SELECT") {
          fields[field.name] = [...field.selectedOptions].map((option) => [option.value, option.text]);
        } else if (field.type === "checkbox") {
          fields[field.name] = field.checked;
        } else {
          fields[field.name] = field.value;
        }
      }
      return fields;
    };

    // A page that came back refused holds what was typed already.
    const untouched = form.dataset.posted ? null : JSON.stringify(state());
    const opened = Date.now();
    let waiting = 0;
    let sent = false;
    const keep = () => {
      clearTimeout(waiting);
      if (sent || Number(localStorage.getItem(SIGNED_OUT) || 0) >= opened) {
        return;
      }
      const fields = state();
      try {
        if (JSON.stringify(fields) === untouched) {
          localStorage.removeItem(key);
        } else {
          localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
        }
      } catch {
        // a browser without room keeps no draft
      }
    };
    let touched = Boolean(form.dataset.posted);
    const later = () => {
      touched = true;
      clearTimeout(waiting);
      waiting = setTimeout(keep, 400);
    };
    form.addEventListener("input", later);
    django.jQuery(form).on("change", later); // select2 tells of its changes by jQuery alone
    document.addEventListener("formset:removed", later);
    window.addEventListener("pagehide", () => {
      if (touched) {
        keep();
      }
    });
    form.addEventListener("submit", () => {
      keep();
      sent = true;
      sessionStorage.setItem(SENT, key);
    });
    window.addEventListener("pageshow", (event) => {
      sent = sent && !event.persisted;
    });

    const draft = form.dataset.posted ? null : read(key);
    if (draft) {
      offer(form, draft, () => localStorage.removeItem(key));
    }
  };

  const offer = (form, draft, discard) => {
    const when = new Date(draft.at).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short", hour12: false });
    const bar = document.createElement("div");
    bar.className = "hx-draft";
    bar.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = `本机有一份${when}没有保存的草稿。`;
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = label;
      made.addEventListener("click", act);
      return made;
    };
    const done = (words) => {
      bar.replaceChildren();
      bar.textContent = words;
      const first = form.querySelector("input:not([type=hidden]), select, textarea");
      if (first) {
        first.focus();
      }
    };
    bar.append(
      text,
      button("恢复草稿", () => {
        const lost = restore(form, draft.fields);
        done(`已恢复${when}的草稿,还没有保存。${lost ? `其中 ${lost} 行已被他人删除,没有恢复。` : ""}`);
      }),
      button("丢弃", () => {
        discard();
        done("草稿已丢弃。");
      }),
    );
    form.prepend(bar);
  };

  // Rows that are in the register are found again by their key, new ones follow in their order. The version goes along: where a
  // colleague saved meanwhile, saving shows both versions. Gives the number of rows that are no more.
  const restore = (form, fields) => {
    const places = {};
    let lost = 0;
    for (const total of form.querySelectorAll("[name$=-TOTAL_FORMS]")) {
      const prefix = total.name.replace(/-TOTAL_FORMS$/, "");
      const initial = Number(form.elements[`${prefix}-INITIAL_FORMS`].value);
      const before = Number(fields[`${prefix}-INITIAL_FORMS`] || 0);
      const count = Number(fields[`${prefix}-TOTAL_FORMS`] || 0);
      const rows = {};
      for (let index = 0; index < initial; index += 1) {
        rows[form.elements[`${prefix}-${index}-id`].value] = index;
      }
      places[prefix] = {};
      for (let index = 0; index < count; index += 1) {
        const here = index < before ? rows[fields[`${prefix}-${index}-id`]] : initial + index - before;
        places[prefix][index] = here;
        lost += here === undefined ? 1 : 0;
      }
      const add = document.querySelector(`#${prefix}-group .add-row a`);
      while (add && Number(total.value) < initial + count - before) {
        add.click();
      }
    }
    for (const [name, value] of Object.entries(fields)) {
      if (/-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(name)) {
        continue;
      }
      const [, head, prefix, index, rest] = /^(initial-)?(?:(\w+)-(\d+)-)?(.+)$/.exec(name);
      const here = prefix ? places[prefix] && places[prefix][index] : "";
      if (prefix && here === undefined) {
        continue;
      }
      const field = form.elements[prefix ? `${head || ""}${prefix}-${here}-${rest}` : name];
      if (field && field.tagName && !(prefix && rest === "id")) {
        put(field, value);
      }
    }
    return lost;
  };

  const put = (field, value) => {
    if (field.tagName === "SELECT") {
      for (const [key, text] of value) {
        if (![...field.options].some((option) => option.value === key)) {
          field.add(new Option(text, key));
        }
      }
      const chosen = value.map(([key]) => key);
      for (const option of field.options) {
        option.selected = chosen.includes(option.value);
      }
      django.jQuery(field).trigger("change");
    } else if (field.type === "checkbox") {
      field.checked = value;
    } else if (field.value !== value) {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  window.addEventListener("load", () => {
    try {
      dropSaved();
      const form = document.querySelector("#content-main form[data-keys][data-user]");
      if (form) {
        setTimeout(() => start(form)); // after the other scripts have set the form up
      }
    } catch {
      // storage is closed: nothing is kept
    }
  });
}
