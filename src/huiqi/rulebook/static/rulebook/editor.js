// The editor of a draft: line numbers, completion, a copy on this device until the text is saved. Without it the page's form works.
(() => {
  "use strict";

  const MOST = 8;
  const WORD = /[\p{L}\p{N}_]+$/u;
  // What is written for people is not completed.
  const PROSE = /^\s*(- *)?\{?(zh|en|name|because|title|quote|document|article|link|issuer)\s*:|#/;

  const store = {
    read: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private windows keep nothing */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* as above */ } },
  };

  const begin = (frame) => {
    const area = frame.querySelector("textarea");
    const gutter = frame.querySelector(".gutter");
    const key = `huiqi-draft:${frame.dataset.editor}`;
    numbers(area, gutter);
    area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
    area.addEventListener("input", () => numbers(area, gutter));
    document.body.addEventListener("htmx:afterSwap", () => numbers(area, gutter));
    document.addEventListener("click", (event) => go(event, area));
    if (area.readOnly) return;
    passOverLateCheck(area);
    keepSaved(area, key);
    keys(area);
    if (frame.dataset.words) complete(frame, area);
    // What was typed while the scripts were still on their way.
    if (area.value !== area.defaultValue) area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // --- lines ---

  const numbers = (area, gutter) => {
    const wrong = new Set([...document.querySelectorAll(".finding-wrong[data-line]")].map((one) => Number(one.dataset.line)));
    const count = area.value.split("\n").length;
    gutter.replaceChildren(...Array.from({ length: count }, (_, at) => {
      const line = document.createElement(wrong.has(at + 1) ? "b" : "span");
      line.textContent = String(at + 1);
      return line;
    }));
    gutter.scrollTop = area.scrollTop;
  };

  const go = (event, area) => {
    const finding = event.target.closest("[data-go]")?.closest("[data-line]");
    if (!finding) return;
    const line = Number(finding.dataset.line);
    const before = area.value.split("\n").slice(0, line - 1).join("\n");
    const at = (line > 1 ? before.length + 1 : 0) + Math.max(Number(finding.dataset.column) - 1, 0);
    area.focus();
    area.setSelectionRange(at, at);
    area.scrollTop = Math.max((line - 4) * parseFloat(getComputedStyle(area).lineHeight), 0);
  };

  // The page's own first check is of the text as it was opened: once something was typed, what comes with saving is newer.
  const passOverLateCheck = (area) => {
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      if (event.target.id === "report" && event.detail.requestConfig.elt.id === "report" && area.value !== area.defaultValue) event.detail.shouldSwap = false;
    });
  };

  // --- saving: by itself while one types, by the button, before a link is followed; a copy stays on this device until then ---

  const keepSaved = (area, key) => {
    const form = area.form;
    let kept = area.value;
    let sent = kept;
    // What no answer came to may have been saved all the same: it is sent once more as it was, or its writer would be told
    // to have been overtaken by himself.
    let unanswered = null;
    let isOnItsWay = false;
    let isLeaving = false;
    let next = null;

    keepCopy(area, key);
    const isSaved = () => area.value === kept;
    const send = () => htmx.trigger(form, "again");
    const go = () => { if (next && next !== form) location.assign(next); };
    const submitIfAsked = () => {
      if (next !== form || unanswered !== null) return;
      next = null;
      form.requestSubmit();
    };

    form.addEventListener("htmx:configRequest", (event) => {
      sent = unanswered ?? area.value;
      event.detail.parameters.text = sent;
    });
    form.addEventListener("htmx:beforeRequest", () => { isOnItsWay = true; });
    document.body.addEventListener("htmx:afterSwap", (event) => {
      if (event.target.id !== "report" || event.detail.requestConfig.elt !== form) return;
      const wasLate = unanswered !== null;
      unanswered = null;
      if (document.querySelector("[data-refused]")) {
        if (next !== form) next = null;
        if (wasLate && area.value !== sent) send();
        return;
      }
      kept = sent;
      if (isSaved()) { store.drop(key); go(); } else if (wasLate || (next && next !== form)) send();
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      isOnItsWay = false;
      const { status } = event.detail.xhr;
      if (status < 200 || status >= 400) { unanswered = sent; go(); }
      submitIfAsked();
    });

    // The button waits for what is on its way: its answer says over which text the next one is written.
    form.addEventListener("submit", (event) => {
      if (isOnItsWay || unanswered !== null) {
        event.preventDefault();
        next = form;
        if (!isOnItsWay) send();
        return;
      }
      isLeaving = true;
      const copy = store.read(key);
      if (copy) store.write(key, { ...copy, isSent: true });
    });
    // A link followed before the text went by itself waits until it is saved; pressed twice, or where nothing can be sent, it does not.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const isElsewhere = !link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey;
      if (isElsewhere || event.defaultPrevented || next || isSaved() || !window.htmx) return;
      event.preventDefault();
      next = link.href;
      send();
    });
    area.addEventListener("input", () => { isLeaving = false; });
    window.addEventListener("beforeunload", (event) => {
      const isCopied = store.read(key)?.text === area.value;
      if (!isLeaving && !isSaved() && (document.querySelector("[data-refused]") || !isCopied)) event.preventDefault();
    });
    // Come back to by the browser's button: what was on its way was given up.
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      isLeaving = isOnItsWay = false;
      next = null;
      if (!isSaved()) send();
    });
  };

  const keepCopy = (area, key) => {
    const form = area.form;
    const bar = document.getElementById("kept");
    const over = () => form.querySelector("[name=over]");
    const copy = store.read(key);
    const wasSaved = copy?.isSent && new URLSearchParams(location.search).has("saved");
    if (wasSaved || copy?.text === area.value) store.drop(key);
    else if (copy) bar.hidden = false;
    bar.querySelector("[data-restore]").addEventListener("click", () => {
      area.value = copy.text;
      over().value = copy.over;
      bar.hidden = true;
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
    bar.querySelector("[data-forget]").addEventListener("click", () => { store.drop(key); bar.hidden = true; });
    // The `submit` of the form marks it as sent: what is typed after that is not.
    area.addEventListener("input", () => store.write(key, { text: area.value, over: over().value }));
  };

  const keys = (area) => {
    area.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        area.form.requestSubmit();
      }
      if (event.key === "Enter" && !event.isComposing && !event.defaultPrevented) {
        const line = area.value.slice(0, area.selectionStart).split("\n").pop();
        const indent = line.match(/^ */)[0] + (/^\s*- /.test(line) ? "  " : "") + (/:\s*$/.test(line) ? "  " : "");
        if (indent) {
          event.preventDefault();
          insert(area, `\n${indent}`, 0);
        }
      }
    });
  };

  const insert = (area, text, back) => {
    area.setRangeText(text, area.selectionStart - back, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // --- completion ---

  const complete = (frame, area) => {
    const list = document.createElement("ul");
    list.className = "choices";
    list.id = "choices";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.documentElement.lang.startsWith("en") ? "Completions" : "补全");
    list.hidden = true;
    frame.append(list);
    area.setAttribute("aria-autocomplete", "list");
    let words = null;
    let chosen = 0;
    let found = [];
    let fragment = "";

    const load = async () => {
      if (words) return;
      try {
        const answer = await fetch(frame.dataset.words, { headers: { Accept: "application/json" } });
        if (answer.ok) words = (await answer.json()).words;
      } catch { /* without them one writes on; they are asked for again */ }
    };

    const close = () => {
      list.hidden = true;
      area.removeAttribute("aria-activedescendant");
      area.removeAttribute("aria-controls");
    };

    const show = () => {
      list.replaceChildren(...found.map(([word, , told], at) => {
        const item = document.createElement("li");
        item.id = `choice-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(at === chosen));
        item.textContent = word;
        const more = document.createElement("span");
        more.className = "told";
        more.textContent = told;
        item.append(more);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(at); });
        return item;
      }));
      list.hidden = false;
      area.setAttribute("aria-controls", "choices");
      area.setAttribute("aria-activedescendant", `choice-${chosen}`);
      place(frame, area, list);
    };

    const take = (at) => {
      close();
      insert(area, found[at][0], fragment.length);
    };

    const look = (asked) => {
      const line = area.value.slice(0, area.selectionStart).split("\n").pop();
      fragment = line.match(WORD)?.[0] ?? "";
      const least = asked ? 0 : /^[\x00-\x7f]*$/.test(fragment) ? 2 : 1;
      if (fragment.length < least || (!asked && PROSE.test(line))) return close();
      const wanted = fragment.toLowerCase();
      const fits = words.filter(([word, , told]) => word.toLowerCase() !== wanted && `${word} ${told}`.toLowerCase().includes(wanted));
      fits.sort((one, other) => Number(other[0].toLowerCase().startsWith(wanted)) - Number(one[0].toLowerCase().startsWith(wanted)));
      found = fits.slice(0, MOST);
      chosen = 0;
      if (found.length) show(); else close();
    };

    area.addEventListener("focus", load);
    if (document.activeElement === area) load();
    area.addEventListener("input", (event) => { if (words && !event.isComposing && event.inputType) look(false); });
    area.addEventListener("compositionend", () => { if (words) look(false); });
    area.addEventListener("blur", close);
    area.addEventListener("keydown", async (event) => {
      if (event.ctrlKey && event.code === "Space") {
        event.preventDefault();
        await load();
        if (words) look(true);
        return;
      }
      if (list.hidden || event.isComposing) return;
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); event.stopImmediatePropagation(); take(chosen); }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        show();
      }
    }, { capture: true });
  };

  // Below the caret, within the frame: a mirror of the text says where the caret is.
  const place = (frame, area, list) => {
    const mirror = document.createElement("div");
    const style = getComputedStyle(area);
    for (const name of ["font", "padding", "tabSize", "lineHeight", "whiteSpace", "letterSpacing"]) mirror.style[name] = style[name];
    Object.assign(mirror.style, { position: "absolute", visibility: "hidden", top: "0", left: "0" });
    mirror.textContent = area.value.slice(0, area.selectionStart);
    const caret = document.createElement("span");
    caret.textContent = "|";
    mirror.append(caret);
    frame.append(mirror);
    const top = caret.offsetTop - area.scrollTop + parseFloat(style.lineHeight);
    const left = area.offsetLeft + caret.offsetLeft - area.scrollLeft;
    mirror.remove();
    const room = frame.clientHeight - list.offsetHeight;
    list.style.top = `${Math.max(Math.min(top, room), 0)}px`;
    list.style.left = `${Math.max(Math.min(left, frame.clientWidth - list.offsetWidth), 0)}px`;
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-editor]").forEach(begin));
})();
