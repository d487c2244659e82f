// What people type and paste into the cells of a decision table, as FEEL writes it: blocks of a spreadsheet taken apart, signs
// of Chinese keyboards and amounts in 万 and 亿 written out. What stands in double quotes is never touched.
(() => {
  "use strict";

  const SIGNS = { "≥": ">=", "≤": "<=", "≠": "!=", "＞": ">", "＜": "<", "＝": "=", "（": "(", "）": ")", "［": "[", "］": "]", "，": ",", "、": ",", "－": "-", "—": "-", "．": "." };
  const SCALES = { 万: 4, 亿: 8 };
  // A call of a unit, a name, a number with what stands behind it.
  const PARTS = /(?:万|亿)?元\(\s*[\d.]+\s*\)|[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*|(\d+(?:\.\d+)?)(\s*(?:万|亿))?(\s*元)?/g;
  const QUOTED = /("(?:[^"\\]|\\.)*"?|“[^”]*”?)/;

  // A decimal number times ten to a power, exactly.
  const shifted = (number, places) => {
    const [whole, fraction = ""] = number.split(".");
    const digits = whole + fraction.slice(0, places).padEnd(places, "0");
    const rest = fraction.slice(places);
    return digits.replace(/^0+(?=\d)/, "") + (rest ? `.${rest}` : "");
  };
  const figure = (number, scale, isMoney) => {
    const unit = scale?.trim() ?? "";
    if (isMoney) return `${unit}元(${number})`;
    return unit ? shifted(number, SCALES[unit]) : number;
  };

  // A test as FEEL says it: `≥100万` is `>= 万元(100)` where the input is money, `>= 1000000` where it is a number.
  const written = (part, isMoney) => part
    .replace(/[≥≤≠＞＜＝（）［］，、－—．]/g, (sign) => SIGNS[sign])
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(PARTS, (whole, number, scale, unit) => (number === undefined || (!isMoney && unit) ? whole : figure(number, scale, isMoney)))
    .replace(/(^\s*|,\s*)([<>]=?|!=)(?=[^\s=])/g, "$1$2 ");
  const tidied = (text, isMoney) => text.split(QUOTED).map((part, place) => {
    if (place % 2 === 0) return written(part, isMoney);
    return part.startsWith("“") && !part.includes('"') ? `"${part.slice(1).replace(/”$/, "")}"` : part;
  }).join("").trim();

  // Words of a list of choices as the codes that they stand for: 农业、商业 as `"farm", "shop"`. A figure's name says no test.
  const coded = (text, choices) => {
    const codes = new Map(choices.filter(([code, told]) => told && !code.startsWith(">=")).map(([code, told]) => [told, code]));
    const words = text.split(/[、，,]/).map((one) => one.trim());
    return words.every((one) => codes.has(one)) ? words.map((one) => codes.get(one)).join(", ") : null;
  };

  // A block of Excel: tabs between cells, line feeds between rows. Quotes stand around a cell that holds either, with its own
  // quotes doubled; any other quotes are the cell's own, as those of a text in FEEL are.
  const cellsOf = (text) => {
    const rows = [[]];
    const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const cell = /"((?:[^"]|"")*)"(?=\t|\n|$)|[^\t\n]*/y;
    for (let place = 0; place <= plain.length;) {
      cell.lastIndex = place;
      let [whole, inner] = cell.exec(plain);
      if (inner !== undefined && !/[\t\n]|""/.test(inner)) inner = undefined;
      const value = inner === undefined ? whole : inner.replaceAll('""', '"');
      rows[rows.length - 1].push(value.replace(/\s+/g, " ").trim());
      place += whole.length;
      if (plain[place] === "\n") rows.push([]);
      place += 1;
    }
    return rows;
  };

  window.rulebookCells = { tidied, coded, cellsOf };
})();
