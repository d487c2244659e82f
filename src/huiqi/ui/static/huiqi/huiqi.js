// Charts from the options that stand in the page as JSON; everything else works without a script.
(() => {
  "use strict";

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Axes and legends in the page's own colours; a chart may name tokens for its series: {"color": ["--met"]}.
  const inked = (part) => part && [part].flat().map((one) => ({
    ...one,
    axisLabel: { color: token("--ink-soft"), hideOverlap: true, ...one.axisLabel },
    axisLine: { lineStyle: { color: token("--line") } },
    splitLine: { lineStyle: { color: token("--line") }, ...one.splitLine },
  }));

  const draw = (place) => {
    const option = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    for (const axis of ["xAxis", "yAxis"]) if (option[axis]) option[axis] = inked(option[axis]);
    if (option.legend) option.legend = { ...option.legend, textStyle: { color: token("--ink") } };
    // What a bar is labelled with has no rim: on a dark page that would be all one sees of it.
    const plain = (one) => (one.label ? { ...one, label: { color: token("--ink"), textBorderWidth: 0, ...one.label } } : one);
    if (option.series) option.series = [option.series].flat().map(plain);
    if (option.color) option.color = option.color.map((name) => (name.startsWith("--") ? token(name) : name));
    const chart = echarts.getInstanceByDom(place) || echarts.init(place, null, { renderer: "svg" });
    chart.setOption({
      color: [token("--accent"), token("--met"), token("--unknown"), token("--unmet")],
      textStyle: { color: token("--ink"), fontFamily: token("--font") },
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      aria: { enabled: false },
      ...option,
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  };

  const drawAll = (within) => {
    const places = within.querySelectorAll("[data-chart]");
    if (!places.length) return;
    if (window.echarts) { places.forEach(draw); return; }
    const script = document.createElement("script");
    script.src = document.body.dataset.charts;
    script.addEventListener("load", () => places.forEach(draw));
    document.head.append(script);
  };

  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target));

  // A form whose answer is on its way is not sent a second time; one that was stopped may be sent again after a while. What only brings
  // a file leaves the page standing and may be sent as often as one likes: <form data-file>. And a form that says what it does away
  // with asks first: <form data-confirm="…">.
  const AGAIN_AFTER_MS = 10_000;
  let sent = new Map();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    const isOnItsWay = performance.now() - (sent.get(form) ?? -AGAIN_AFTER_MS) < AGAIN_AFTER_MS;
    const question = form.dataset.confirm;
    if (isOnItsWay || (question && !window.confirm(question))) event.preventDefault();
    else if (form.getAttribute("method") === "post" && !form.hasAttribute("data-file")) sent.set(form, performance.now());
  });

  // Choices of a list apply at once; without a script its button does it.
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-at-once] select")) event.target.form.requestSubmit();
  });

  // Whoever logs out at a shared computer leaves no page behind that the browser keeps as it was: <form data-leaves>.
  const LEFT = "huiqi-left";
  const hasLeft = () => { try { return Number(localStorage.getItem(LEFT)) > performance.timeOrigin; } catch { return false; } };
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.hasAttribute("data-leaves")) return;
    try { localStorage.setItem(LEFT, String(Date.now())); } catch { /* private windows keep no pages either */ }
  });

  // Come back to by the browser's button, a page stands as it was left: what is chosen has to fit what is listed, and forms can be sent.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (hasLeft()) { document.body.hidden = true; location.reload(); return; }
    sent = new Map();
    document.querySelectorAll("form[data-at-once]").forEach((form) => form.reset());
  });

  // What was written is not lost when the log-in had ended: it is put back on the page after it, for the same person in the same window.
  // Reasons and longer texts alone, never passwords, accounts or files; gone once the form was taken, at the log-out, and with the window.
  const WRITTEN = "huiqi-written";
  const isWritten = "textarea[name], input[name=reason]";
  const written = () => { try { return JSON.parse(sessionStorage.getItem(WRITTEN)); } catch { return null; } };
  const write = (what) => {
    try { what ? sessionStorage.setItem(WRITTEN, JSON.stringify(what)) : sessionStorage.removeItem(WRITTEN); } catch { /* no room: as before */ }
  };
  const here = () => location.pathname + location.search;
  const actionOf = (form) => form.getAttribute("action") ?? "";
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    const { person } = document.body.dataset;
    const texts = [...form.elements].filter((one) => one.matches(isWritten) && one.value.trim()).map((one) => [one.name, one.value]);
    if (form.hasAttribute("data-leaves")) write(null);
    else if (person && texts.length) write({ person, page: here(), action: actionOf(form), texts, hasEnded: false });
  });
  const putBack = ({ action, texts }) => {
    const form = [...document.querySelectorAll("form[method=post]")].find((one) => actionOf(one) === action);
    for (const [name, value] of form ? texts : []) {
      const field = form.elements.namedItem(name);
      if (!field?.matches?.(isWritten)) continue;
      field.value = value;
      const folded = field.closest("details");
      if (folded) folded.open = true;
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    const kept = written();
    const { person } = document.body.dataset;
    if (!kept) return;
    if (!person) { write({ ...kept, hasEnded: true }); return; }
    const isBack = kept.hasEnded && kept.person === person;
    if (isBack && kept.page !== here()) return;
    write(null);
    if (isBack) putBack(kept);
  });

  // A part of the page that could not be fetched or saved: say so, and where it may help, try again until it works.
  const RETRY_AFTER_MS = 5_000;
  const [TOO_MANY, BROKEN] = [429, 500];
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    const isRefused = xhr.status >= 400 && xhr.status < BROKEN && xhr.status !== TOO_MANY;
    const isUnreached = xhr.status === 0 || xhr.status === TOO_MANY || xhr.status >= BROKEN;
    for (const [name, isSo] of [["refused", isRefused], ["unreached", isUnreached]]) {
      const notice = document.getElementById(name);
      if (notice) notice.hidden = !isSo;
    }
    if (isUnreached) setTimeout(() => htmx.trigger(elt, "again"), RETRY_AFTER_MS);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // Paper cannot be opened: what is folded away is printed too.
  const folded = () => document.querySelectorAll("details[data-unfold]:not([open])");
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...folded()];
    unfolded.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => unfolded.forEach((one) => { one.open = false; }));
})();
