// Charts from the options that stand in the page as JSON; everything else works without a script.
(() => {
  "use strict";

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Axes and legends in the page's own colours; a chart may name tokens for its series: {"color": ["--met"]}.
  const inked = (part) => part && [part].flat().map((one) => ({
    ...one,
    axisLabel: { color: token("--ink-soft"), ...one.axisLabel },
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

  // A form that says what it does away with asks once more: <form data-confirm="…">.
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // Choices of a list apply at once; without a script its button does it.
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-at-once] select")) event.target.form.requestSubmit();
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
