// Expressions: the usual operators by their usual precedence.

import { fail } from "./fault.ts";
import type { Reader } from "./reader.ts";
import type { Expression } from "./syntax.ts";
import { type ColumnType, typeNamed } from "./types.ts";

export function parseExpression(reader: Reader): Expression {
  let left = parseConjunction(reader);
  while (reader.take("OR")) left = binary("or", left, parseConjunction(reader));
  return left;
}

function parseConjunction(reader: Reader): Expression {
  let left = parseNegation(reader);
  while (reader.take("AND")) left = binary("and", left, parseNegation(reader));
  return left;
}

function parseNegation(reader: Reader): Expression {
  return reader.take("NOT") ? { kind: "not", of: parseNegation(reader) } : parseComparison(reader);
}

const COMPARISONS = ["=", "<>", "!=", "<=", ">=", "<", ">"];

function parseComparison(reader: Reader): Expression {
  const of = parseSum(reader);
  if (reader.take("IS")) {
    const isNot = reader.take("NOT");
    if (reader.take("NULL")) return { kind: "is null", of, isNot };
    const value = reader.take("TRUE") ? true : reader.take("FALSE") ? false : reader.unexpected();
    const same = binary("=", of, { kind: "literal", value });
    return isNot ? { kind: "not", of: same } : same;
  }
  const isNot = reader.take("NOT");
  if (reader.take("IN")) {
    if (reader.looksAt("(", "SELECT")) return { kind: "in select", of, text: skipParentheses(reader), isNot };
    return { kind: "in", of, list: reader.listed(() => parseExpression(reader)), isNot };
  }
  if (reader.take("LIKE"))
    return { kind: "like", of, pattern: parseSum(reader), isNot, ignoresCase: reader.flavor === "mysql" };
  if (reader.take("ILIKE")) return { kind: "like", of, pattern: parseSum(reader), isNot, ignoresCase: true };
  if (reader.take("BETWEEN")) {
    const low = parseSum(reader);
    reader.expect("AND");
    return { kind: "between", of, low, high: parseSum(reader), isNot };
  }
  if (isNot) reader.unexpected();
  for (const operator of COMPARISONS) {
    if (reader.take(operator)) return binary(operator === "!=" ? "<>" : operator, of, parseSum(reader));
  }
  return of;
}

/** What stands between this parenthesis and its partner. */
function skipParentheses(reader: Reader): string {
  reader.expect("(");
  const from = reader.token.at;
  for (let depth = 0; depth > 0 || !reader.looksAt(")"); reader.next()) {
    if (reader.token.kind === "end") reader.unexpected();
    if (reader.looksAt("(")) depth++;
    else if (reader.looksAt(")")) depth--;
  }
  const text = reader.text.slice(from, reader.token.at);
  reader.expect(")");
  return text;
}

function parseSum(reader: Reader): Expression {
  let left = parseProduct(reader);
  for (;;) {
    const operator = ["+", "-", "||"].find((each) => reader.take(each));
    if (operator === undefined) return left;
    left = binary(operator, left, parseProduct(reader));
  }
}

function parseProduct(reader: Reader): Expression {
  let left = parseCast(reader);
  for (;;) {
    const operator = ["*", "/", "%"].find((each) => reader.take(each));
    if (operator === undefined) return left;
    left = binary(operator, left, parseCast(reader));
  }
}

function parseCast(reader: Reader): Expression {
  let of = parsePrimary(reader);
  while (reader.take("::")) of = { kind: "cast", of, type: parseType(reader) };
  return of;
}

function parsePrimary(reader: Reader): Expression {
  const { token } = reader;
  if (reader.take("-")) return { kind: "minus", of: parsePrimary(reader) };
  if (reader.take("+")) return parsePrimary(reader);
  if (reader.looksAt("(", "SELECT")) reader.refuse("subqueries");
  if (reader.take("(")) {
    const inner = parseExpression(reader);
    reader.expect(")");
    return inner;
  }
  if (token.kind === "number" || token.kind === "string") {
    reader.next();
    if (token.kind === "string") return { kind: "literal", value: token.text };
    return { kind: "literal", value: Number(token.text), ...(/[.e]/i.test(token.text) ? { isDecimal: true } : {}) };
  }
  if (token.kind === "word") {
    const literal = { NULL: null, TRUE: true, FALSE: false }[token.text.toUpperCase()];
    if (literal !== undefined) {
      reader.next();
      return { kind: "literal", value: literal };
    }
    if (reader.take("DEFAULT")) return { kind: "default" };
    if (["CASE", "EXISTS", "ARRAY", "INTERVAL"].includes(token.text.toUpperCase()))
      reader.refuse(token.text.toUpperCase());
    if (reader.take("CAST", "(")) {
      const of = parseExpression(reader);
      reader.expect("AS");
      const type = parseType(reader);
      reader.expect(")");
      return { kind: "cast", of, type };
    }
    if (/^(SELECT|FROM|WHERE|ORDER|GROUP|LIMIT|VALUES|AND|OR|INTO|SET)$/i.test(token.text)) reader.unexpected();
  }
  if (token.kind === "symbol" && token.text === "@") reader.refuse("variables");
  return parseReference(reader);
}

/** A column, or the call of a function, of which a qualifier is only a matter of form here. */
function parseReference(reader: Reader): Expression {
  const { at } = reader.token;
  let name = reader.name();
  let qualifier: string | undefined;
  while (reader.take(".")) [qualifier, name] = [name, reader.name()];
  if (!reader.take("(")) {
    const isKeyword = ["current_timestamp", "current_date", "current_user", "session_user", "localtimestamp"].includes(
      name.toLowerCase(),
    );
    return isKeyword
      ? { kind: "call", name: name.toLowerCase(), args: [], isStar: false, isDistinct: false, at }
      : { kind: "column", name, at, ...(qualifier === undefined ? {} : { qualifier }) };
  }
  const call = { kind: "call" as const, name: name.toLowerCase(), at };
  if (reader.take("*")) {
    reader.expect(")");
    return { ...call, args: [], isStar: true, isDistinct: false };
  }
  if (reader.take(")")) return { ...call, args: [], isStar: false, isDistinct: false };
  const isDistinct = reader.take("DISTINCT");
  const args = [parseExpression(reader)];
  while (reader.take(",")) args.push(parseExpression(reader));
  reader.expect(")");
  if (reader.looksAt("OVER")) reader.refuse("window functions");
  return { ...call, args, isStar: false, isDistinct };
}

export function parseType(reader: Reader): ColumnType {
  const { at } = reader.token;
  let word = reader.name().toLowerCase();
  if (word === "double" && reader.take("PRECISION")) word = "double precision";
  if (word === "character" && reader.take("VARYING")) word = "character varying";
  const parameters = reader.looksAt("(") ? reader.listed(() => Number(reader.next().text)) : [];
  if (word === "timestamp" && reader.take("WITH", "TIME", "ZONE")) word = "timestamp with time zone";
  if (word === "timestamp" && reader.take("WITHOUT", "TIME", "ZONE")) word = "timestamp without time zone";
  if (reader.flavor === "mysql") reader.take("UNSIGNED");
  if (reader.take("[")) reader.refuse("arrays");
  const type = typeNamed(word, parameters, reader.flavor);
  return type ?? fail({ kind: "no type", name: word, at });
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}
