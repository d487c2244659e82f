// Reads a model with dmn-moddle (the reader of dmn-js) and decides with feelin: neither shares a line with Huiqi.
// Argument: a JSON file {xml, cases: [{name: value}]}; prints a list of {name: value} for all decisions of each case.
import { readFileSync } from "node:fs";
import { DmnModdle } from "dmn-moddle";
import { evaluate, unaryTest } from "feelin";

const { xml, cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { rootElement, warnings } = await new DmnModdle().fromXML(xml, "dmn:Definitions");
if (warnings.length) throw new Error(warnings.map((one) => one.message).join("; "));
const decisions = rootElement.drgElement.filter((one) => one.$type === "dmn:Decision");

function given(value) {
  return value && value.date ? evaluate(`date("${value.date}")`).value : value;
}

function shown(value) {
  return value && value.iso ? { date: value.iso } : value === undefined ? null : value;
}

function row(table, entries, context) {
  const values = entries.map((entry) => evaluate(entry.text, context).value);
  if (values.length === 1) return values[0];
  return Object.fromEntries(table.output.map((column, place) => [column.name, values[place]]));
}

function decide(table, context) {
  const inputs = table.input.map((column) => evaluate(column.inputExpression.text, context).value);
  const fits = (rule) =>
    rule.inputEntry.every((entry, place) => unaryTest(entry.text, { ...context, "?": inputs[place] }).value === true);
  const hits = table.rule.filter(fits);
  if (table.hitPolicy !== "FIRST" && hits.length > 1) return null;
  if (hits.length) return row(table, hits[0].outputEntry, context);
  const defaults = table.output.map((column) => column.defaultOutputEntry).filter(Boolean);
  return defaults.length === table.output.length ? row(table, defaults, context) : null;
}

const answers = cases.map((one) => {
  const context = Object.fromEntries(Object.entries(one).map(([name, value]) => [name, given(value)]));
  // Decisions stand in the order in which they need each other.
  for (const decision of decisions) {
    const logic = decision.decisionLogic;
    context[decision.name] =
      logic.$type === "dmn:DecisionTable" ? decide(logic, context) : (evaluate(logic.text, context).value ?? null);
  }
  return Object.fromEntries(decisions.map((decision) => [decision.name, shown(context[decision.name])]));
});
console.log(JSON.stringify(answers));
