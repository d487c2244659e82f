// The editor of a decision table: the page shows the table, this makes its cells writable, saves them as they are typed, and
// puts what the checks say beside the rules. A hundred rules stand in the page at a time, however many there are.
(() => {
  "use strict";

  const WINDOW = 100;
  const UNDO_MOST = 200;
  const CHOICES_MOST = 8;
  const CELLS_MOST = 10;
  const PAUSE = 5000;
  const PAUSE_MOST = 60000;
  const TYPES = { money: ["金额", "money"], int: ["整数", "whole number"], number: ["数", "number"], ratio: ["比例", "ratio"], bool: ["是/否", "yes/no"], date: ["日期", "day"], text: ["文字", "text"], enum: ["单选", "one of"] };

  const { tidied, coded, cellsOf } = window.rulebookCells;
  const english = document.documentElement.lang.startsWith("en");
  const say = (chinese, inEnglish) => (english ? inEnglish : chinese);

  // An element with attributes, listeners (onclick) and children.
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };
  const button = (text, act, attributes = {}) => make("button", { type: "button", class: "quiet", onclick: act, ...attributes }, text);

  // Put other children into a place; what had the keyboard's focus gives it to what stands there now.
  const refill = (holder, ...children) => {
    const live = () => [...holder.querySelectorAll("button, input, select")];
    const held = live().indexOf(document.activeElement);
    holder.replaceChildren(...children);
    if (held < 0) return;
    const now = live();
    (now[held] && !now[held].disabled ? now[held] : now.find((one) => !one.disabled))?.focus();
  };

  let keys = 0;
  const rowOf = (tests, answers) => ({ key: (keys += 1), tests: [...tests], answers: [...answers] });
  const without = (list, at) => list.filter((_, place) => place !== at);
  const put = (list, at, ...items) => [...list.slice(0, at), ...items, ...list.slice(at)];
  const moved = (list, from, to) => put(without(list, from), to, list[from]);

  const begin = (place) => {
    const given = JSON.parse(document.getElementById("decision-data").textContent);
    const readonly = place.hasAttribute("data-readonly");
    const box = place.querySelector("[data-box]");
    const tools = place.querySelector("[data-tools]");
    const about = place.querySelector("[data-remarks]");
    const both = place.querySelector("[data-both]");
    const table = box.querySelector("table");
    const hits = Object.fromEntries([...place.querySelectorAll("[data-hits] li")].map((one) => [one.dataset.code, [one.dataset.name, one.textContent]]));
    place.querySelector("[data-pages]")?.remove();

    let state = {
      hit: given.hit,
      inputs: given.inputs.map((one) => one.text),
      outputs: given.outputs.map((one) => ({ id: one.text, zh: "", en: "", type: "text", unit: "", options: [] })),
      rows: given.rows.map((row) => rowOf(row.tests, row.answers)),
      otherwise: given.otherwise,
    };
    // Rows of a sheet stand nowhere in the text yet: all of them are written anew.
    let was = new Map(given.file ? [] : state.rows.map((row, at) => [row.key, at]));
    let known = given;
    let remarks = { ...given.remarks, byKey: keyed(given.remarks.rows, state.rows) };
    // What the server would not save, by row.
    let refusals = new Map();
    let first = 0;
    let current = state.rows[0]?.key ?? null;
    let tried = { rows: new Set(), answering: null };
    const undone = { past: [], future: [], typing: null };

    // The answers of “else” are row -1.
    function keyed(found, rows) {
      return new Map(Object.entries(found).map(([at, list]) => [at === "-1" ? "otherwise" : rows[at]?.key, list]));
    }
    const keyOf = (name) => (name === "otherwise" ? name : Number(name));

    // --- changes ---

    const change = (next, typing = null) => {
      if (typing === null || undone.typing !== typing) undone.past = [...undone.past.slice(-UNDO_MOST), state];
      undone.typing = typing;
      undone.future = [];
      state = next;
      later();
    };
    const step = (from, to) => {
      if (!from.length) return;
      const [row, cell] = [at(), document.activeElement?.dataset?.column];
      to.push(state);
      state = from.pop();
      undone.typing = null;
      if (at() < 0) current = (state.rows[row] ?? state.rows.at(-1))?.key ?? null;
      draw(cell === undefined ? null : Math.min(Number(cell), state.inputs.length + state.outputs.length - 1));
      later();
    };
    const undo = () => step(undone.past, undone.future);
    const redo = () => step(undone.future, undone.past);
    const at = () => state.rows.findIndex((row) => row.key === current);

    const addRow = (tests, answers) => {
      const row = rowOf(tests ?? state.inputs.map(() => "-"), answers ?? state.outputs.map(() => ""));
      const place = at() < 0 ? state.rows.length : at() + 1;
      current = row.key;
      change({ ...state, rows: put(state.rows, tests ? state.rows.length : place, row) });
      draw(0);
    };
    const copyRow = () => { const row = state.rows[at()]; if (row) addCopy(row); };
    const addCopy = (row) => {
      const copy = rowOf(row.tests, row.answers);
      change({ ...state, rows: put(state.rows, at() + 1, copy) });
      current = copy.key;
      draw(0);
    };
    const removeRow = () => {
      const from = at();
      if (from < 0) return;
      const rows = without(state.rows, from);
      current = (rows[from] ?? rows[from - 1])?.key ?? null;
      change({ ...state, rows });
      draw(0);
    };
    const moveRow = (by, column = 0) => {
      const from = at();
      const to = from + by;
      if (from < 0 || to < 0 || to >= state.rows.length) return;
      change({ ...state, rows: moved(state.rows, from, to) });
      draw(column);
    };
    const columns = (inputs, outputs, tests, answers) => {
      const otherwise = state.otherwise && answers(state.otherwise);
      change({ ...state, inputs, outputs, otherwise, rows: state.rows.map((row) => ({ ...row, tests: tests(row.tests), answers: answers(row.answers) })) });
      draw();
    };
    const same = (list) => list;
    const reshape = (part, act) => (part === "inputs" ? columns(act(state.inputs), state.outputs, act, same) : columns(state.inputs, act(state.outputs), same, act));

    // --- drawing ---

    const width = (text) => Math.min(Math.max([...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 2 : 1), 0), 6), 28);
    const nameOf = (column) => (column < state.inputs.length
      ? known.inputs.find((one) => one.text === state.inputs[column]) ?? { name: state.inputs[column], unit: "" }
      : known.outputs.find((one) => one.text === state.outputs[column - state.inputs.length].id) ?? { name: state.outputs[column - state.inputs.length].id, unit: "" });
    const valueOf = (row, column) => (column < state.inputs.length ? row.tests[column] : row.answers[column - state.inputs.length]);

    const cell = (row, number, column) => {
      const text = row === null ? state.otherwise[column - state.inputs.length] : valueOf(row, column);
      const kind = column < state.inputs.length ? "" : "answer-cell";
      if (readonly) return make("td", { class: kind }, text);
      const label = `${nameOf(column).name}, ${row === null ? say("其他情况", "otherwise") : say(`第 ${number} 行`, `rule ${number}`)}`;
      const input = make("input", { type: "text", "aria-label": label, "data-column": column, "data-key": row === null ? "otherwise" : row.key, spellcheck: "false", autocomplete: "off", autocapitalize: "off", size: width(text), lang: "zh", placeholder: column < state.inputs.length ? "-" : "unpublished" });
      input.value = text;
      return make("td", { class: kind }, input);
    };

    const drawHead = () => {
      const count = state.inputs.length + state.outputs.length;
      const heads = Array.from({ length: count }, (_, column) => {
        const { name, unit } = nameOf(column);
        const parts = unit ? [name, " ", make("span", { class: "small" }, unit)] : [name];
        return make("th", { scope: "col", class: column < state.inputs.length ? "" : "answer-cell" }, ...parts);
      });
      table.tHead.replaceChildren(make("tr", {}, make("th", { scope: "col" }, say("行", "Rule")), ...heads));
      table.caption.querySelector(".tag").textContent = hits[state.hit][0];
    };

    const drawRows = () => {
      const count = state.inputs.length + state.outputs.length;
      const lines = state.rows.slice(first, first + WINDOW).map((row, shift) => {
        const number = first + shift + 1;
        return make("tr", { "data-row": row.key, class: row.key === current && !readonly ? "current" : "" }, make("th", { scope: "row" }, String(number)), ...Array.from({ length: count }, (_, column) => cell(row, number, column)));
      });
      const isLast = first + WINDOW >= state.rows.length;
      if (state.otherwise && isLast) {
        lines.push(make("tr", { "data-row": "otherwise" }, make("th", { scope: "row" }, say("其他", "Else")), make("td", { colspan: state.inputs.length, class: "small" }, say("没有一行符合时", "where no rule matches")), ...state.outputs.map((_, place) => cell(null, 0, state.inputs.length + place))));
      }
      table.tBodies[0].replaceChildren(...lines);
      drawRemarks();
      drawTried();
    };

    // Draw everything; with a column, the current row's cell there gets the focus.
    const draw = (column = null) => {
      const place = at();
      if (place >= 0 && (place < first || place >= first + WINDOW)) first = Math.floor(place / WINDOW) * WINDOW;
      first = Math.min(first, Math.max(Math.floor((state.rows.length - 1) / WINDOW) * WINDOW, 0));
      drawHead();
      drawRows();
      drawTools();
      if (column !== null) field(current, column)?.focus();
    };
    const field = (key, column) => box.querySelector(`input[data-key="${key}"][data-column="${column}"]`);

    const drawRemarks = () => {
      for (const old of table.querySelectorAll(".remark")) old.remove();
      const count = state.inputs.length + state.outputs.length + 1;
      for (const line of table.querySelectorAll("tr[data-row]")) {
        const key = keyOf(line.dataset.row);
        const found = [...(refusals.get(key) ?? []), ...(remarks.byKey.get(key) ?? [])];
        line.classList.toggle("wrong", found.some((one) => one.wrong));
        line.classList.toggle("doubtful", found.some((one) => !one.wrong));
        if (found.length) line.after(make("tr", { class: "remark", id: `remark-${key}` }, make("td", { colspan: count }, ...found.map(remark))));
        const cells = new Set(found.filter((one) => one.wrong).map((one) => one.column));
        for (const input of line.querySelectorAll("input[data-column]")) {
          const isWrong = cells.has(Number(input.dataset.column));
          if (isWrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
          if (isWrong) input.setAttribute("aria-describedby", `remark-${key}`); else input.removeAttribute("aria-describedby");
        }
      }
      drawAbout();
    };
    const remark = (one) => {
      const cell = Number.isInteger(one.column) && one.column < state.inputs.length + state.outputs.length ? `${nameOf(one.column).name}${say("：", ": ")}` : "";
      const kind = one.wrong ? say("错误：", "Error: ") : say("提醒：", "Warning: ");
      return make("p", { class: `finding ${one.wrong ? "finding-wrong" : "finding-warning"}` }, make("strong", {}, kind + cell + one.text), " ", one.remedy);
    };

    const drawAbout = () => {
      const parts = [];
      if (remarks.complete === true) parts.push(make("p", { class: "answer-met" }, `✓ ${state.otherwise ? say("每种情况都有答案（其他情况另有答案）。", "Every input has an answer (the rest by “else”).") : say("每种情况都有一行符合。", "A rule matches every input.")}`));
      if (remarks.complete === null) parts.push(make("p", { class: "answer-unknown" }, say("没有查全：有的单元格还看别的数据，或者行数太多。", "Not examined fully: some cells look at other facts, or there are too many rules.")));
      if (remarks.gaps.length) {
        parts.push(make("h2", {}, say("没有一行符合的情况", "Inputs that no rule matches")));
        parts.push(make("ul", { class: "gaps" }, ...remarks.gaps.map((gap) => make("li", {}, make("code", {}, gap.input || say("任何值", "any value")), " ", ...(readonly ? [] : [button(say("补一行", "Add a rule"), () => addRow(gap.cells, state.outputs.map(() => "")))])))));
        if (remarks.more) parts.push(make("p", { class: "small" }, say("还有别的。", "There are others.")));
      }
      about.replaceChildren(...parts, ...remarks.about.map(remark), make("p", { class: "small" }, say(`整份草案：${remarks.errors} 处错误，${remarks.warnings} 处提醒。`, `The whole draft: ${remarks.errors} errors, ${remarks.warnings} warnings.`)));
    };

    // --- tools ---

    const status = make("p", { class: "small", role: "status" });
    const refused = make("div", { class: "notice notice-wrong", role: "alert", hidden: true });
    const bar = make("div", { class: "actions bar", role: "toolbar", "aria-label": say("行的操作", "Rules") });
    const pages = make("div", { class: "actions" });
    const shape = make("details", {}, make("summary", {}, say("列、命中规则、其他情况", "Columns, hit policy, else")), make("div", { class: "shape" }));
    const trial = make("form", { class: "narrow trial" });
    const keysHelp = make("details", {}, make("summary", {}, say("键盘", "Keyboard")), make("p", { class: "small" }, say("方向键、Tab、回车在单元格之间移动；Ctrl+回车加一行，Ctrl+D 复制一行，Alt+↑↓ 移动一行，Alt+Delete 删除一行；F4 或 Ctrl+空格补全；Ctrl+Z 撤销，Ctrl+Y 重做；Esc 回到按钮；可以从 Excel 整块粘贴。", "Arrows, Tab and Enter move between cells; Ctrl+Enter adds a rule, Ctrl+D duplicates one, Alt+↑↓ moves it, Alt+Delete deletes it; F4 or Ctrl+Space completes; Ctrl+Z undoes, Ctrl+Y redoes; Esc goes to the buttons; blocks can be pasted from Excel.")));

    const drawTools = () => {
      if (!readonly) {
        const none = at() < 0;
        refill(
          bar,
          button(say("＋ 加一行", "＋ Add rule"), () => addRow()),
          button(say("复制", "Duplicate"), copyRow, { disabled: none }),
          button(say("上移", "Move up"), () => moveRow(-1), { disabled: at() <= 0 }),
          button(say("下移", "Move down"), () => moveRow(1), { disabled: none || at() === state.rows.length - 1 }),
          button(say("删除", "Delete"), removeRow, { disabled: none }),
          button(say("撤销", "Undo"), undo, { disabled: !undone.past.length }),
          button(say("重做", "Redo"), redo, { disabled: !undone.future.length }),
        );
        drawShape();
      }
      const last = Math.min(first + WINDOW, state.rows.length);
      refill(pages, ...(state.rows.length <= WINDOW ? [] : [
        button(say("前 100 行", "Previous 100"), () => turn(-WINDOW), { disabled: first === 0 }),
        make("span", {}, say(`第 ${first + 1}–${last} 行，共 ${state.rows.length} 行`, `Rules ${first + 1}–${last} of ${state.rows.length}`)),
        button(say("后 100 行", "Next 100"), () => turn(WINDOW), { disabled: last >= state.rows.length }),
      ]));
      drawTrial();
    };
    const turn = (by) => { first += by; current = state.rows[first].key; draw(); };

    // What is typed for a new column stays where it is while the rest is drawn anew.
    const [hitPlace, inputList, outputList] = [make("section"), make("ul", { class: "plain columns" }), make("ul", { class: "plain columns" })];
    const drawShape = () => {
      const chosen = make("select", { id: "hit", "aria-describedby": "hit-means", onchange: (event) => { change({ ...state, hit: event.target.value }); draw(); } }, ...Object.entries(hits).map(([code, [name]]) => make("option", { value: code, selected: code === state.hit }, name)));
      const lines = (part, name) => state[part].map((one, place) => make("li", {}, make("span", {}, name(place)),
        button("←", () => reshape(part, (all) => moved(all, place, place - 1)), { disabled: place === 0, "aria-label": say(`${name(place)} 左移`, `Move ${name(place)} left`) }),
        button("→", () => reshape(part, (all) => moved(all, place, place + 1)), { disabled: place === state[part].length - 1, "aria-label": say(`${name(place)} 右移`, `Move ${name(place)} right`) }),
        button("✕", () => reshape(part, (all) => without(all, place)), { disabled: state[part].length === 1, "aria-label": say(`删除列 ${name(place)}`, `Remove ${name(place)}`) })));
      refill(hitPlace, make("div", { class: "field" }, make("label", { for: "hit" }, say("命中规则", "Hit policy")), chosen, make("p", { class: "help", id: "hit-means" }, hits[state.hit][1])), otherwiseSwitch());
      refill(inputList, ...lines("inputs", (place) => nameOf(place).name));
      refill(outputList, ...lines("outputs", (place) => nameOf(state.inputs.length + place).name));
    };
    const otherwiseSwitch = () => make("label", { class: "choice" }, make("input", { type: "checkbox", checked: state.otherwise !== null, onchange: (event) => { change({ ...state, otherwise: event.target.checked ? state.outputs.map(() => "unpublished") : null }); draw(); } }), say("没有一行符合时另有答案（其他）", "An answer where no rule matches (else)"));

    const labelled = (text, control) => make("div", { class: "field" }, make("label", { for: control.id }, text), control);
    const newInput = () => {
      const text = make("input", { type: "text", id: "new-input", list: "names", autocomplete: "off", onkeydown: (event) => { if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); add(); } } });
      const add = () => {
        if (!text.value.trim()) { text.focus(); return; }
        const name = text.value.trim();
        text.value = "";
        columns([...state.inputs, name], state.outputs, (tests) => [...tests, "-"], same);
      };
      return make("div", { class: "narrow" }, labelled(say("数据项或公式", "Fact or formula"), text), make("datalist", { id: "names" }, ...known.names.map((name) => make("option", { value: name }))), button(say("加输入列", "Add input"), add));
    };
    const newOutput = () => {
      const id = make("input", { type: "text", id: "new-output", pattern: "[A-Za-z_][A-Za-z0-9_]*", placeholder: "grade" });
      const zh = make("input", { type: "text", id: "new-zh" });
      const en = make("input", { type: "text", id: "new-en" });
      const type = make("select", { id: "new-type" }, ...Object.entries(TYPES).map(([code, words]) => make("option", { value: code }, say(...words))));
      const unit = make("select", { id: "new-unit" }, make("option", { value: "" }, say("无", "none")), ...given.units.map(([code, name]) => make("option", { value: code }, name)));
      const options = make("input", { type: "text", id: "new-options", placeholder: "small, large" });
      const add = () => {
        const name = id.value.trim();
        if (!/^[A-Za-z_]\w*$/.test(name) || state.outputs.some((one) => one.id === name)) { id.focus(); return; }
        const codes = options.value.split(/[,，、\s]+/).filter(Boolean);
        const output = { id: name, zh: zh.value.trim(), en: en.value.trim(), type: type.value, unit: ["int", "number"].includes(type.value) ? unit.value : "", options: type.value === "enum" ? codes : [] };
        for (const one of [id, zh, en, options]) one.value = "";
        columns(state.inputs, [...state.outputs, output], same, (answers) => [...answers, ""]);
      };
      return make("div", { class: "narrow" }, labelled(say("编号（英文）", "Id"), id), labelled(say("中文名", "Chinese name"), zh), labelled(say("英文名", "English name"), en), labelled(say("类型", "Type"), type), labelled(say("单位（整数、数）", "Unit (of numbers)"), unit), labelled(say("可选值（单选时）", "Options (of one of)"), options), button(say("加输出列", "Add output"), add));
    };

    // --- an input tried ---

    const found = make("p", { role: "status", class: "found" });
    let trying = null;
    let waiting = 0;
    // The rows as they are saved, which is what is tried; and how often was asked: an answer to an earlier question says nothing any more.
    let stands = state.rows;
    let asked = 0;
    const drawTrial = () => {
      const names = state.inputs.map((_, column) => nameOf(column));
      const sign = JSON.stringify(names);
      if (trial.dataset.sign === sign) return;
      trial.dataset.sign = sign;
      const inputs = names.map(({ name, unit }, place) => labelled(unit ? `${name}（${unit}）` : name, make("input", { type: "text", id: `try-${place}`, name: "value", autocomplete: "off", oninput: () => { clearTimeout(waiting); waiting = setTimeout(tryIt, 400); } })));
      trial.replaceChildren(make("h2", {}, say("试一试", "Try an input")), ...inputs, found);
    };
    const tryIt = async () => {
      const values = [...trial.querySelectorAll("[name=value]")].map((one) => one.value);
      const question = (asked += 1);
      if (values.every((one) => !one.trim())) { tried = { rows: new Set(), answering: null }; found.textContent = ""; drawTried(); return; }
      await saving;
      const rows = stands;
      const { data: answer } = await post(place.dataset.try, { version: given.version, table: given.table, values: JSON.stringify(values) });
      if (question !== asked) return;
      if (!answer) { found.textContent = say("现在试不了，稍后再试。", "It cannot be tried now; try again later."); return; }
      trial.querySelectorAll("[name=value]").forEach((one, column) => { one.setCustomValidity(answer.problems[column] ?? ""); one.setAttribute("aria-invalid", String(Boolean(answer.problems[column]))); });
      tried = { rows: new Set(answer.rows.map((row) => rows[row]?.key)), answering: rows[answer.answering]?.key ?? null };
      found.textContent = answer.problems.filter(Boolean).join(" ") || saidOf(answer);
      if (answer.answering !== null && (answer.answering < first || answer.answering >= first + WINDOW)) { first = Math.floor(answer.answering / WINDOW) * WINDOW; drawRows(); drawTools(); }
      drawTried();
      trying = answer;
    };
    const numbers = (rows) => rows.map((row) => row + 1).join("、");
    const saidOf = (answer) => {
      if (answer.rows.length && answer.answering !== null) {
        const more = answer.rows.length > 1 ? say(`；第 ${numbers(answer.rows)} 行都符合`, `; rules ${numbers(answer.rows)} all match`) : "";
        return say(`第 ${answer.answering + 1} 行符合${more}。`, `Rule ${answer.answering + 1} matches${more}.`);
      }
      if (answer.unknown.length) return say(`不知道：第 ${numbers(answer.unknown.slice(0, 10))} 行还缺数据。`, `Unknown: rules ${numbers(answer.unknown.slice(0, 10))} lack a value.`);
      return answer.otherwise ? say("没有一行符合：按“其他”。", "No rule matches: “else” answers.") : say("没有一行符合：答案未知。", "No rule matches: the answer is unknown.");
    };
    const drawTried = () => {
      for (const line of table.querySelectorAll("tr[data-row]")) {
        const key = Number(line.dataset.row);
        line.classList.toggle("tried", tried.rows.has(key));
        if (key === tried.answering) line.setAttribute("aria-current", "true"); else line.removeAttribute("aria-current");
      }
    };

    // --- saving ---

    let timer = 0;
    let saving = Promise.resolve();
    let isSent = true;
    let isStopped = false;
    let pause = PAUSE;
    const later = () => {
      if (readonly || isStopped) return;
      isSent = false;
      status.textContent = say("还没有保存……", "Not saved yet…");
      clearTimeout(timer);
      timer = setTimeout(() => { saving = saving.then(save); }, 700);
    };
    const token = both.querySelector("[name=csrfmiddlewaretoken]");
    // What was answered; else the status of a refusal, 0 where nobody answered. Who is led to the log-in page may not save any more.
    const post = async (address, fields) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      body.append("csrfmiddlewaretoken", token.value);
      try {
        const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(60_000) });
        const isData = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
        if (answer.ok && isData) return { data: await answer.json() };
        return { status: answer.redirected ? 403 : answer.ok ? 500 : answer.status };
      } catch { return { status: 0 }; }
    };
    // What no answer came to may have been saved all the same: it is sent once more as it was, before what was typed since.
    let unanswered = null;
    const save = async () => {
      const sent = unanswered ?? state;
      const content = JSON.stringify({ ...sent, rows: sent.rows.map((row) => ({ tests: row.tests, answers: row.answers, was: was.get(row.key) ?? null })) });
      const { data: answer, status: code } = await post(place.dataset.save, { path: known.path, version: given.version, table: given.table, over: known.over, content });
      unanswered = answer ? null : sent;
      if (!answer) { notSaved(code); return; }
      pause = PAUSE;
      if (answer.over !== undefined) was = new Map(sent.rows.map((row, place) => [row.key, place]));
      if (answer.refused) { if (state !== sent) later(); refuse(answer, sent); return; }
      refused.hidden = true;
      refusals = new Map();
      known = answer;
      remarks = { ...answer.remarks, byKey: keyed(answer.remarks.rows, sent.rows) };
      stands = sent.rows;
      if (state === sent) { isSent = true; status.textContent = answer.saved; } else later();
      drawHead();
      drawRemarks();
      drawTools();
      if (tried.rows.size || trying) tryIt();
    };
    // Only what may pass by itself is tried again, less and less often; all else is said and waits for the writer.
    const notSaved = (code) => {
      if (code === 0 || code === 429 || code >= 500) {
        status.textContent = say(`没有存上，${pause / 1000} 秒后再试；您填的都还在这一页。`, `It could not be saved and is tried again in ${pause / 1000} s; all you typed stays on this page.`);
        clearTimeout(timer);
        timer = setTimeout(() => { saving = saving.then(save); }, pause);
        pause = Math.min(pause * 2, PAUSE_MOST);
        return;
      }
      const why = code === 401 || code === 403 || code === 404
        ? say("没有保存：登录已过期，或者您不能再改这份草案。请在新窗口登录，再点“再存一次”。", "Not saved: you are logged out, or may no longer change this draft. Log in in another window, then “Save again”.")
        : say(`没有保存（${code}）。`, `Not saved (${code}).`);
      status.textContent = "";
      refused.hidden = false;
      refused.replaceChildren(make("p", {}, why, " ", say("您填的都还在这一页。", "All you typed stays on this page.")), make("p", {}, button(say("再存一次", "Save again"), again, { class: "" })));
    };
    // Whoever logged in again has another token: the page, asked for anew, holds it.
    const again = async () => {
      refused.hidden = true;
      status.textContent = say("还没有保存……", "Not saved yet…");
      try {
        const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
        token.value = page.querySelector("[data-both] [name=csrfmiddlewaretoken]")?.value ?? token.value;
      } catch { /* The save itself says that nobody answers. */ }
      saving = saving.then(save);
    };
    const refuse = (answer, sent) => {
      isStopped = Boolean(answer.text);
      known = { ...known, over: answer.over ?? known.over };
      const cells = (answer.cells ?? []).map((one) => ({ ...one, key: one.row === -1 ? "otherwise" : sent.rows[one.row]?.key, wrong: true, remedy: "" }));
      refusals = cells.reduce((map, one) => map.set(one.key, [...(map.get(one.key) ?? []), one]), new Map());
      refused.hidden = false;
      refused.replaceChildren(make("p", {}, answer.refused), ...(cells.length ? [make("ul", { class: "plain" }, ...cells.slice(0, CELLS_MOST).map(lead))] : []));
      status.textContent = "";
      drawRemarks();
      if (!answer.text) return;
      both.querySelector("[name=text]").value = answer.text;
      both.querySelector("[name=over]").value = known.over;
      refused.append(make("p", {}, button(say("对照两个版本", "Compare the two"), () => { isSent = true; both.submit(); }, { class: "" })));
    };
    // A line that leads to a cell that was refused.
    const lead = (one) => {
      if (one.column === null) return make("li", {}, one.text);
      const row = one.key === "otherwise" ? say("其他", "Else") : say(`第 ${one.row + 1} 行`, `Rule ${one.row + 1}`);
      return make("li", {}, button(`${row} · ${nameOf(one.column).name}`, () => { if (one.key !== "otherwise") current = one.key; draw(); field(one.key, one.column)?.focus(); }), " ", one.text);
    };
    window.addEventListener("beforeunload", (event) => { if (!isSent) event.preventDefault(); });

    // --- the keyboard, the clipboard ---

    const column = (input) => Number(input.dataset.column);
    const go = (input, rows, cells) => {
      const count = state.inputs.length + state.outputs.length;
      const row = state.rows.findIndex((one) => one.key === Number(input.dataset.key));
      let next = (row < 0 ? state.rows.length : row) + rows;
      let to = column(input) + cells;
      if (to < 0 || to >= count) { next += Math.sign(cells); to = cells > 0 ? 0 : count - 1; }
      if (next < 0) return;
      if (next >= state.rows.length) { field("otherwise", to)?.focus(); return; }
      current = state.rows[next].key;
      if (next < first || next >= first + WINDOW) draw(to); else field(current, to)?.focus();
    };
    box.addEventListener("focusin", (event) => {
      const key = Number(event.target.dataset?.key);
      if (!key) return;
      current = key;
      for (const line of table.querySelectorAll("tr[data-row]")) line.classList.toggle("current", Number(line.dataset.row) === key);
      drawTools();
      event.target.select();
    });
    const write = (input, text) => {
      const place = column(input);
      const set = (list, where) => list.map((one, other) => (other === where ? text : one));
      if (input.dataset.key === "otherwise") change({ ...state, otherwise: set(state.otherwise, place - state.inputs.length) }, `otherwise:${place}`);
      else {
        const key = Number(input.dataset.key);
        const changed = (row) => (place < state.inputs.length ? { ...row, tests: set(row.tests, place) } : { ...row, answers: set(row.answers, place - state.inputs.length) });
        change({ ...state, rows: state.rows.map((row) => (row.key === key ? changed(row) : row)) }, `${key}:${place}`);
      }
      input.size = width(text);
    };
    box.addEventListener("input", (event) => { if (event.target.dataset.key) { write(event.target, event.target.value); if (!event.isComposing) look(event.target, false); } });
    box.addEventListener("keydown", (event) => {
      const input = event.target;
      if (!input.dataset?.key || event.isComposing) return;
      const ctrl = event.ctrlKey || event.metaKey;
      const act = (doing) => { event.preventDefault(); doing(); };
      if ((ctrl && event.code === "Space") || event.key === "F4") return act(() => look(input, true));
      if (!list.hidden && chooses(event, input)) return;
      if (ctrl && event.key.toLowerCase() === "z") return act(event.shiftKey ? redo : undo);
      if (ctrl && event.key.toLowerCase() === "y") return act(redo);
      if (ctrl && event.key === "Enter") return act(() => addRow());
      if (ctrl && event.key.toLowerCase() === "d") return act(copyRow);
      if (event.altKey && event.key === "Delete") return act(() => { removeRow(); if (at() < 0) bar.querySelector("button").focus(); });
      // A hundred rules of cells stand between here and the buttons.
      if (event.key === "Escape") return act(() => bar.querySelector("button").focus());
      if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) return act(() => moveRow(event.key === "ArrowUp" ? -1 : 1, column(input)));
      if (event.altKey || ctrl) return;
      if (event.key === "Enter") return act(() => (at() === state.rows.length - 1 && !event.shiftKey && input.dataset.key !== "otherwise" ? addRow() : go(input, event.shiftKey ? -1 : 1, 0)));
      if (event.key === "ArrowUp" || event.key === "ArrowDown") return act(() => go(input, event.key === "ArrowUp" ? -1 : 1, 0));
      const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
      if (event.key === "ArrowLeft" && (whole || input.selectionEnd === 0)) return act(() => go(input, 0, -1));
      if (event.key === "ArrowRight" && (whole || input.selectionStart === input.value.length)) return act(() => go(input, 0, 1));
    });

    // What a cell says as FEEL writes it; an answer keeps its 万, which the language of packs reads.
    const inFeel = (text, place) => {
      const code = coded(text, known.choices[place] ?? []);
      if (code !== null || place >= state.inputs.length) return code ?? text;
      return tidied(text, ["元", "yuan"].includes(nameOf(place).unit));
    };
    // A cell that is left is written as FEEL says it.
    box.addEventListener("change", (event) => {
      if (!event.target.dataset.key || !event.target.value.trim()) return;
      const text = inFeel(event.target.value.trim(), column(event.target));
      if (text !== event.target.value) { event.target.value = text; write(event.target, text); }
    });
    box.addEventListener("paste", (event) => {
      const input = event.target;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!input.dataset?.key || input.dataset.key === "otherwise" || !/[\t\n]/.test(text.trim())) return;
      event.preventDefault();
      const count = state.inputs.length + state.outputs.length;
      const pasted = cellsOf(text);
      // A head that was copied along is no rule.
      const names = Array.from({ length: count }, (_, place) => nameOf(place).name);
      if (pasted.length > 1 && pasted[0].every((one, place) => one.replace(/[（(].*$/, "").trim() === names[column(input) + place])) pasted.shift();
      const rows = [...state.rows];
      const from = at();
      pasted.forEach((cells, shift) => {
        const row = rows[from + shift] ?? rowOf(state.inputs.map(() => "-"), state.outputs.map(() => ""));
        const values = [...row.tests, ...row.answers];
        cells.forEach((one, place) => { if (column(input) + place < count) values[column(input) + place] = inFeel(one, column(input) + place); });
        rows[from + shift] = { ...row, tests: values.slice(0, state.inputs.length), answers: values.slice(state.inputs.length) };
      });
      change({ ...state, rows });
      draw(column(input));
      const wide = Math.max(...pasted.map((cells) => cells.length)) + column(input) - count;
      const told = say(`粘贴了 ${pasted.length} 行。`, `${pasted.length} rules are pasted.`);
      status.textContent = wide > 0 ? `${told}${say(`右边多出的 ${wide} 列没有地方放，没有粘贴。`, ` ${wide} columns on the right have no place and are left out.`)}` : told;
    });

    // --- completion ---

    const list = make("ul", { class: "choices", id: "choices", role: "listbox", "aria-label": say("补全", "Completions"), hidden: true });
    let options = [];
    let picked = 0;
    const close = () => {
      list.hidden = true;
      const input = box.querySelector("[role=combobox]");
      for (const name of ["role", "aria-expanded", "aria-controls", "aria-activedescendant"]) input?.removeAttribute(name);
    };
    const look = (input, asked) => {
      const place = column(input);
      const inColumn = state.rows.map((row) => valueOf(row, place));
      const offered = new Map([...(known.choices[place] ?? []), ...inColumn.map((one) => [one, ""])].filter(([one]) => one).reverse());
      const wanted = input.value.trim().toLowerCase();
      options = [...offered].reverse().filter(([one, told]) => one !== input.value && (asked || (wanted && `${one} ${told}`.toLowerCase().includes(wanted)))).slice(0, CHOICES_MOST);
      picked = 0;
      if (!options.length) return close();
      show(input);
    };
    const show = (input) => {
      list.replaceChildren(...options.map(([one, told], place) => make("li", { role: "option", id: `choice-${place}`, "aria-selected": String(place === picked), onmousedown: (event) => { event.preventDefault(); take(input, place); } }, one, ...(told ? [make("span", { class: "told" }, told)] : []))));
      list.hidden = false;
      for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": "choices", "aria-activedescendant": `choice-${picked}` })) input.setAttribute(name, value);
      const [inner, outer] = [input.getBoundingClientRect(), place.getBoundingClientRect()];
      list.style.top = `${inner.bottom - outer.top}px`;
      list.style.left = `${Math.max(Math.min(inner.left - outer.left, outer.width - list.offsetWidth), 0)}px`;
    };
    const take = (input, place) => { close(); [input.value] = options[place]; write(input, input.value); };
    const chooses = (event, input) => {
      if (event.key === "Escape") { event.preventDefault(); close(); return true; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        picked = (picked + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
        show(input);
        return true;
      }
      if (event.key === "Enter") { event.preventDefault(); take(input, picked); return true; }
      close();
      return false;
    };
    box.addEventListener("focusout", close);

    // --- beginning ---

    trial.addEventListener("submit", (event) => { event.preventDefault(); tryIt(); });
    place.append(list);
    shape.querySelector(".shape").append(
      hitPlace,
      make("section", {}, make("h2", {}, say("输入", "Inputs")), inputList, newInput()),
      make("section", {}, make("h2", {}, say("输出", "Outputs")), outputList, newOutput()),
    );
    tools.replaceChildren(...(readonly ? [] : [bar, shape, keysHelp, status, refused]), trial, pages);
    draw();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-decision]").forEach(begin));
})();
