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
    keepCopy(area, key);
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

  // --- a copy on this device ---

  const keepCopy = (area, key) => {
    const form = area.form;
    const bar = document.getElementById("kept");
    let sent = area.value;
    const copy = store.read(key);
    if (copy && copy.text !== area.value) bar.hidden = false;
    bar.querySelector("[data-restore]").addEventListener("click", () => {
      area.value = copy.text;
      form.querySelector("[name=over]").value = copy.over;
      bar.hidden = true;
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
    bar.querySelector("[data-forget]").addEventListener("click", () => { store.drop(key); bar.hidden = true; });
    area.addEventListener("input", () => store.write(key, { text: area.value, over: form.querySelector("[name=over]").value }));
    form.addEventListener("htmx:beforeRequest", () => { sent = area.value; });
    document.body.addEventListener("htmx:afterSwap", (event) => {
      if (event.target.id === "report" && document.querySelector("[data-saved]") && area.value === sent) store.drop(key);
    });
    form.addEventListener("submit", () => store.drop(key));
    window.addEventListener("beforeunload", (event) => {
      if (document.querySelector("[data-refused]") && store.read(key)) event.preventDefault();
    });
    saveBeforeLeaving(area);
  };

  // A link followed before the text went by itself waits until it is saved; what cannot be sent stays on this device.
  const saveBeforeLeaving = (area) => {
    const form = area.form;
    let kept = area.value;
    let sent = kept;
    let next = null;
    const go = () => { if (next) location.assign(next); };
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const isElsewhere = !link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey;
      if (isElsewhere || event.defaultPrevented || area.value === kept) return;
      event.preventDefault();
      next = link.href;
      htmx.trigger(form, "leave");
    });
    form.addEventListener("htmx:beforeRequest", () => { sent = area.value; });
    form.addEventListener("htmx:sendError", go);
    form.addEventListener("htmx:responseError", () => { next = null; });
    document.body.addEventListener("htmx:afterSwap", (event) => {
      if (event.target.id !== "report") return;
      if (document.querySelector("[data-refused]")) next = null;
      else if (document.querySelector("[data-saved]")) kept = sent;
      if (area.value === kept) go();
    });
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
      words = [];
      const answer = await fetch(frame.dataset.words, { headers: { Accept: "application/json" } });
      if (answer.ok) words = (await answer.json()).words;
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

    area.addEventListener("focus", load, { once: true });
    area.addEventListener("input", (event) => { if (words && !event.isComposing && event.inputType) look(false); });
    area.addEventListener("compositionend", () => { if (words) look(false); });
    area.addEventListener("blur", close);
    area.addEventListener("keydown", async (event) => {
      if (event.ctrlKey && event.code === "Space") {
        event.preventDefault();
        await load();
        look(true);
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
